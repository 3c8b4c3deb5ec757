import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseSandboxCommand, runSandboxCommand } from './main.ts'

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

describe('parsing', () => {
  test('reads every flag', () => {
    const words = 'start --port 0 --host ::1 --seed 7 --orgs 2 --devices 9 --profile msp-typical --json'.split(' ')
    const secrets = '--client-id a --client-secret b --control-token c'.split(' ')
    const manners = '--rate-limit harsh --faults bad-tuesday --dialect skill --rotate-refresh-tokens'.split(' ')
    expect(parseSandboxCommand([...words, ...secrets, ...manners])).toEqual({
      kind: 'start',
      json: true,
      options: {
        port: 0,
        host: '::1',
        seed: 7,
        orgs: 2,
        devices: 9,
        profile: 'msp-typical',
        clientId: 'a',
        clientSecret: 'b',
        controlToken: 'c',
        rateLimit: 'harsh',
        faults: 'bad-tuesday',
        dialect: 'skill',
        rotateRefreshTokens: true,
      },
    })
  })

  test('reads rules for trouble as JSON', () => {
    const rules = [{ effect: { kind: 'reset' }, probability: 0.5 }]
    expect(parseSandboxCommand(['start', '--faults', JSON.stringify(rules)]).options.faults).toEqual(rules)
    expect(() => parseSandboxCommand(['start', '--faults', '[{'])).toThrow(/faults .* not JSON/)
  })

  test('uses port 7401 unless told otherwise', () => {
    expect(parseSandboxCommand(['start'])).toEqual({ kind: 'start', json: false, options: { port: 7401 } })
  })
})

describe('running', () => {
  test.each([
    [[], 'nothing'],
    [['stop'], '"stop"'],
    [['start', 'now'], '"start now"'],
    [['start', '--colour', 'red'], '--colour'],
    [['start', '--port'], '--port'],
    [['start', '--port', 'x'], 'port must be a whole number, not "x"'],
    [['start', '--seed=-1'], 'seed must be'],
    [['start', '--devices', '1e3'], 'devices must be'],
    [['start', '--profile', 'huge'], 'no profile "huge"'],
    [['start', '--rate-limit', 'strict'], 'rate-limit must be one of: off'],
    [['start', '--faults', 'bad-wednesday'], 'faults must be one of: bad-tuesday'],
    [['start', '--dialect', 'klingon'], 'dialect must be one of: ninjaone'],
  ])('refuses %j with exit code 1, a sentence and no stack', async (argv, text) => {
    const { printed, io } = printer()
    expect(await runSandboxCommand(argv, io)).toBe(1)
    expect(printed.stdout).toBe('')
    expect(printed.stderr).toContain(text)
    expect(printed.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('helps', async () => {
    const { printed, io } = printer()
    expect(await runSandboxCommand(['--help'], io)).toBe(0)
    expect(printed.stdout).toContain('--devices 1800')
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
      redirectUris: [expect.any(String)],
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
