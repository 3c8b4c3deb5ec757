/**
 * Servers in processes of their own, so that nothing measured shares a thread with what measures it. Each prints one
 * line of JSON when it is ready. All are ended by their id, also when the benchmark fails or is interrupted.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Server<Ready = { readonly url: string }> {
  readonly ready: Ready
  readonly pid: number
  /** Asks it to end, waits until it has, and insists after a while. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** Flags of Node.js itself. */
  readonly nodeArgs?: readonly string[]
  readonly environment?: Readonly<Record<string, string | undefined>>
}

const running = new Set<ChildProcess>()
const folders = new Set<string>()
const stopMsMax = 10_000

/** `kunai`, as people start it. */
export const kunaiProgram = new URL('../../packages/gateway/bin/kunai.mjs', import.meta.url).pathname

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
/** Stops every server: whatever waits for one fails, and each task cleans up after itself. The second time, at once. */
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted) process.exit(130)
    interrupted = true
    for (const child of running) child.kill('SIGTERM')
  })
}

export const wasInterrupted = () => interrupted

/** A folder that is gone when the benchmark ends, however it ends. */
export function temporaryFolder(place = tmpdir()): string {
  const folder = mkdtempSync(join(place, 'kunai-bench-'))
  folders.add(folder)
  return folder
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
}

/** Starts a file with this Node.js and nothing of this process's own settings; does not wait. */
export function startNode(
  args: readonly string[],
  { nodeArgs = [], environment = {} }: StartOptions = {},
): ChildProcess {
  if (interrupted) throw new Error('interrupted')
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KUNAI_')))
  const child = spawn(process.execPath, [...nodeArgs, ...args], {
    env: { ...inherited, NODE_OPTIONS: '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

/** Starts one of our own servers in bench/servers. */
export function startOwn<Ready = { readonly url: string }>(
  file: URL,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<Server<Ready>> {
  const nodeArgs = ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning', ...(options.nodeArgs ?? [])]
  return startServer<Ready>([file.pathname, ...args], { ...options, nodeArgs })
}

/** Starts a server and waits for its line. */
export async function startServer<Ready = { readonly url: string }>(
  args: readonly string[],
  options: StartOptions = {},
): Promise<Server<Ready>> {
  const child = startNode(args, options)
  const stderr: string[] = []
  child.stderr?.on('data', (chunk) => stderr.push(String(chunk)))
  const ready = await new Promise<Ready>((resolve, reject) => {
    if (child.stdout === null) throw new TypeError('the child has no stdout')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Ready)
    })
    child.on('close', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${stderr.join('')}`)))
    child.on('error', reject)
  })
  return {
    ready,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      const insist = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
      await closed
      clearTimeout(insist)
    },
  }
}

/** Uses what was started, and stops all of it whatever happens. */
export async function withServers<Result>(
  use: (keep: <Kept extends { stop(): Promise<void> }>(server: Promise<Kept>) => Promise<Kept>) => Promise<Result>,
): Promise<Result> {
  const kept: { stop(): Promise<void> }[] = []
  try {
    return await use(async (server) => {
      const started = await server
      kept.push(started)
      return started
    })
  } finally {
    // In reverse: a gateway ends before the sandbox that it reads from.
    for (const server of kept.reverse()) await server.stop()
  }
}
