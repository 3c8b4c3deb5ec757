/**
 * `kunai mcp`: MCP over stdio. A thin process with a key of its own; the gateway does the work.
 * If none runs on this home it starts one, which then prints no sign-in link: whoever started it is an agent.
 */
import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@kunai/api/clock'
import { runStdioProxy } from './doors/mcp/stdio.ts'
import { type Home, openHome, type Running } from './home/index.ts'

const startingMsMax = 60_000

/** The gateway's own words, when it could not be started, are the end of its log. */
async function startGatewayProcess(home: Home): Promise<Running | string> {
  const logPath = join(home.folder, 'gateway.log')
  const log = openSync(logPath, 'a', 0o600)
  const before = fstatSync(log).size
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'up', '--no-sign-in-link', '--json'],
    // It outlives us: other clients may use it, and a command under way must not die with a chat window.
    { detached: true, stdio: ['ignore', 'ignore', log] },
  )
  closeSync(log)
  child.unref()
  let exited = false
  child.on('exit', () => {
    exited = true
  })
  const until = systemClock.now() + startingMsMax
  while (systemClock.now() < until && !exited) {
    const running = home.running()
    if (running) return running
    await systemClock.sleep(50)
  }
  return readFileSync(logPath).subarray(before).toString().trim() || 'it did not say why'
}

export async function serveStdio(options: { key: string; profile: string; connection?: string }): Promise<number> {
  const { key, profile, connection } = options
  const home = openHome()
  const running = home.running() ?? (await startGatewayProcess(home))
  if (typeof running === 'string') {
    process.stderr.write(`The gateway could not be started: ${running}\n`)
    return 1
  }
  const view = new URLSearchParams({ profile, ...(connection !== undefined && { connection }) })
  await runStdioProxy({
    url: `${running.url}/mcp?${view}`,
    key: home.key('mcp', key),
    input: process.stdin,
    output: process.stdout,
    errorOutput: process.stderr,
  })
  return 0
}
