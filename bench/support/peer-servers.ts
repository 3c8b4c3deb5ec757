/** Emulators of others, started as programs. Each is fetched once, in one version; without npm it is "not installed". */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPeer, jsonServer, prism } from '../../scripts/providers/peers.ts'
import type { Server } from './processes.ts'

const vendorSpec = fileURLToPath(new URL('../../../shared/ninjaone-openapi.yaml', import.meta.url))

/** Longer than it needs: it reads a large description first. */
const startMsMax = 120_000

/** Prism's mock of NinjaOne's own description; undefined where either is not here. */
export async function startPrism(): Promise<Server | undefined> {
  const program = existsSync(vendorSpec) ? installPeer(prism) : undefined
  if (program === undefined) return undefined
  const port = await freePort()
  // In its fastest form: a process of its own for the server, no log line for a request.
  return startProgram([program, 'mock', vendorSpec, '--port', String(port), '--verboseLevel', 'silent'], port)
}

/** json-server on lists of rows, below NinjaOne's prefix. */
export async function startJsonServer(
  folder: string,
  rows: Readonly<Record<string, unknown>>,
): Promise<Server | undefined> {
  const program = installPeer(jsonServer)
  if (program === undefined) return undefined
  const [data, routes] = [join(folder, 'db.json'), join(folder, 'routes.json')]
  writeFileSync(data, JSON.stringify(rows))
  writeFileSync(routes, JSON.stringify({ '/v2/device/:id': '/devices/:id', '/v2/*': '/$1' }))
  const port = await freePort()
  return startProgram(
    [program, '--quiet', '--port', String(port), '--host', '127.0.0.1', '--routes', routes, data],
    port,
  )
}

async function startProgram(args: readonly string[], port: number): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } })
  const url = `http://127.0.0.1:${port}`
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  await untilItAnswers(url, child)
  return {
    ready: { url },
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const endMs = performance.now() + startMsMax
  while (performance.now() < endMs && child.exitCode === null) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`${child.spawnargs.slice(1, 3).join(' ')} did not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
