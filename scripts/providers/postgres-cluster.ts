/**
 * A throwaway PostgreSQL for one test run: own folder, own port, gone afterwards, also when the run is killed.
 * Decides how it is started and ended; which programs are used is postgres-binaries.ts.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { linkPackagedLibraries, type PostgresBinaries } from './postgres-binaries.ts'

export interface PostgresCluster {
  /** Superuser's address; tests create databases of their own. */
  readonly url: string
  stop(): Promise<void>
}

interface Account {
  readonly uid: number
  readonly gid: number
}

const startTimeoutMs = 60_000

/**
 * Runs the server below a shell that waits for the end of its own input. That end comes when the test run stops it
 * and just as surely when the test run is killed, so no server or folder is left behind.
 */
const guard = `"$@" </dev/null & server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$KUNAI_TEST_CLUSTER"`

export async function startPostgres(binaries: PostgresBinaries): Promise<PostgresCluster> {
  const account = unprivilegedAccount()
  const home = mkdtempSync(join(reachableTemporaryFolder(account), 'kunai-postgres-'))
  let server: ChildProcess | undefined
  try {
    const folder = prepareBinaries(binaries, home, account)
    if (account) chownSync(home, account.uid, account.gid)
    const data = join(home, 'data')
    const made = spawnSync(
      join(folder, 'initdb'),
      ['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
      { ...account, cwd: home, encoding: 'utf8', env: cleanEnvironment() },
    )
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)

    const port = await freePort()
    const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: home, shared_buffers: '16MB' }
    // fsync stays on: what the tests say about lost rows must be true of a real server.
    const more = { max_connections: 100, fsync: 'on', jit: 'off', log_min_messages: 'fatal' }
    const flags = Object.entries({ ...settings, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn('/bin/sh', ['-c', guard, 'guard', join(folder, 'postgres'), '-D', data, ...flags], {
      ...account,
      cwd: home,
      env: { ...cleanEnvironment(), KUNAI_TEST_CLUSTER: home },
      stdio: ['pipe', 'ignore', 'pipe'],
      // Its own session: Ctrl-C in the terminal must reach the tests, which then stop it in order.
      detached: true,
    })
    server = child
    await waitUntilReady(child, join(data, 'postmaster.pid'))
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(child, home) }
  } catch (error) {
    if (server) await stop(server, home)
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

async function stop(server: ChildProcess, home: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve()
    else server.once('exit', () => resolve())
  })
  server.stdin?.end()
  await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
  rmSync(home, { recursive: true, force: true })
}

/** `pg_ctl` does the same: the last line of the server's pid file says how far it is. */
async function waitUntilReady(server: ChildProcess, pidFile: string): Promise<void> {
  let complaint = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk
  })
  for (const end = Date.now() + startTimeoutMs; Date.now() < end; await sleep(50)) {
    if (existsSync(pidFile) && /^ready\s*$/m.test(readFileSync(pidFile, 'utf8'))) return
    // The guard outlives a server that could not start; what that said is on stderr.
    if (complaint.includes('FATAL')) break
  }
  throw new Error(`PostgreSQL did not start: ${complaint.trim() || `not ready after ${startTimeoutMs / 1000} s`}`)
}

/** PostgreSQL refuses to run as root: then the packaged account of Debian, or nobody, lends its name. */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([first]) => first === name) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody')
}

/** Packaged programs are used in place, or copied when the other account could not reach them (a checkout in a home). */
function prepareBinaries({ folder, packageRoot }: PostgresBinaries, home: string, account?: Account): string {
  if (packageRoot === undefined) return folder
  linkPackagedLibraries(packageRoot)
  if (account === undefined || isReachable(folder)) return folder
  cpSync(join(packageRoot, 'native'), join(home, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(home, 'native', 'bin')
}

function reachableTemporaryFolder(account?: Account): string {
  return account && !isReachable(tmpdir()) ? '/tmp' : tmpdir()
}

/** True when everybody may pass through `folder` and all folders above it. */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || isReachable(dirname(folder))
}

/** PGDATA, PGPORT and their like in the developer's shell must not reach the throwaway server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
