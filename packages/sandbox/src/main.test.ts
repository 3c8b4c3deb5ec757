import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runSandboxCommand } from './main.ts'

function printer() {
  const printed = { stdout: '', stderr: '' }
  const stop = new AbortController()
  const io = {
    stdout: (text: string) => {
      printed.stdout += text
    },
    stderr: (text: string) => {
      printed.stderr += text
    },
    stop: stop.signal,
  }
  return { printed, stop, io }
}

describe('running', () => {
  test.each([
    [['stop'], "unknown command 'stop'"],
    [['strat'], 'Did you mean start?'],
    [['start', 'now'], 'too many arguments'],
    [['start', '--colour', 'red'], "unknown option '--colour'"],
    [['start', '--device', '3'], 'Did you mean --devices?'],
    [['start', '--port'], 'argument missing'],
    [['start', '--port', 'x'], 'port must be a whole number, not "x"'],
    [['start', '--seed=-1'], 'seed must be'],
    [['start', '--devices', '1e3'], 'devices must be'],
    [['start', '--profile', 'huge'], 'no profile "huge"'],
    [['start', '--mode', 'slow'], 'mode must be one of: live'],
    [['start', '--rate-limit', 'strict'], 'rate-limit must be one of: off'],
    [['start', '--faults', 'bad-wednesday'], 'faults must be one of: bad-tuesday'],
    [['start', '--faults', '[{'], 'Option faults: This is not JSON'],
    [['start', '--faults', '[{"effect":{"kind":"rset"}}]'], 'Option faults: 0.effect.kind cannot be used'],
    [['start', '--dialect', 'klingon'], 'dialect must be one of: ninjaone'],
    [['start', '--import', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['start', '--import', 'x.json', '--seed', '3'], "cannot be used with option '--seed <number>'"],
    [['start', '--control-token-file', 'nowhere'], 'nowhere cannot be read'],
    [['exec'], "missing required argument 'command'"],
  ])('refuses %j with exit code 1, words and no stack', async (argv, text) => {
    const { printed, io } = printer()
    expect(await runSandboxCommand(argv, io)).toBe(1)
    expect(printed.stdout).toBe('')
    expect(printed.stderr).toContain(text)
    expect(printed.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(4)
    expect(printed.stderr).not.toMatch(/\n\s+at /)
  })

  test('helps', async () => {
    const { printed, io } = printer()
    expect(await runSandboxCommand(['--help'], io)).toBe(0)
    expect(printed.stdout.trim()).toMatch(/^Examples:/)
    expect(await runSandboxCommand(['start', '--help'], io)).toBe(0)
    expect(printed.stdout).toContain('--devices <number>')
  })

  test('prints for people without --json, and ends with 0 when it is stopped', async () => {
    const { printed, stop, io } = printer()
    const exitCode = runSandboxCommand(['start', '--port', '0', '--devices', '3', '--orgs', '1'], io)
    while (printed.stdout === '') await new Promise((resolve) => setImmediate(resolve))
    expect(printed.stdout).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/)
    stop.abort()
    expect(await exitCode).toBe(0)
  })
})

test('the launcher prints one line of JSON when it is ready, answers, and ends on SIGTERM', async () => {
  const launcher = fileURLToPath(new URL('../bin/kunai-sandbox.mjs', import.meta.url))
  const child = spawn(process.execPath, [launcher, 'start', '--port', '0', '--devices', '5', '--orgs', '1', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // What the test runner tells its workers is not what a shell tells a command.
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const [chunk] = await once(child.stdout, 'data')
  const lines = String(chunk).trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  const ready = JSON.parse(lines[0] ?? '')
  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    machine: { clientId: expect.any(String), clientSecret: expect.any(String) },
    user: {
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      redirectUris: expect.arrayContaining(['http://127.0.0.1:7400/dashboard/integrations/ninjaone-callback']),
      refreshToken: expect.any(String),
    },
    singlePage: { clientId: expect.any(String), redirectUris: [expect.any(String)] },
    native: { clientId: expect.any(String), redirectUris: expect.arrayContaining(['http://127.0.0.1']) },
    controlToken: expect.any(String),
    worldHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect((await fetch(`${ready.url}/v2/devices`)).status).toBe(400)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
