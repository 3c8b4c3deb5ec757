import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { manualClock } from '@kunai/api/clock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runSandboxCommand } from '../main.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { fetchToken, machineGrant, printServer, sender, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
let folder: string
beforeEach(async () => {
  tenant = await startTenant()
  folder = mkdtempSync(join(tmpdir(), 'kunai-sandbox-cli-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await tenant.sandbox.close()
})

const at = ({ url, controlToken }: Sandbox) => ({ KUNAI_SANDBOX_URL: url, KUNAI_SANDBOX_CONTROL_TOKEN: controlToken })

async function run(line: readonly string[], environment: NodeJS.ProcessEnv = at(tenant.sandbox)) {
  const printed = { stdout: '', stderr: '' }
  const exitCode = await runSandboxCommand(line, {
    stdout: (text) => {
      printed.stdout += text
    },
    stderr: (text) => {
      printed.stderr += text
    },
    stop: new AbortController().signal,
    environment,
  })
  return { exitCode, ...printed }
}

const words = (line: string) => run(line.split(' '))
const data = async (line: string) => JSON.parse((await words(`${line} --json`)).stdout)

describe('a command of a running sandbox', () => {
  test('finds it by environment, by option, or by file; each with its own failure', async () => {
    const { url, controlToken } = tenant.sandbox
    expect((await run(['clock', '--url', url, '--control-token', controlToken], {})).exitCode).toBe(0)
    const file = join(folder, 'token')
    writeFileSync(file, `${controlToken}\n`)
    expect((await run(['clock', '--url', url, '--control-token-file', file], {})).exitCode).toBe(0)
    const closed = { KUNAI_SANDBOX_URL: 'http://127.0.0.1:9', KUNAI_SANDBOX_CONTROL_TOKEN: 'x' }
    expect(await run(['clock'], closed)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('No sandbox answers'),
    })
    expect(await run(['clock', '--url', url], {})).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('KUNAI_SANDBOX_CONTROL_TOKEN'),
    })
    const wrong = await run(['clock', '--url', url, '--control-token', 'wrong'], {})
    expect(wrong).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringContaining('does not know') })
    expect((await run(['clock', '--url', 'sandbox'], at(tenant.sandbox))).stderr).toContain('is not an address')
  })

  test('passes on what the sandbox refuses, in its words', async () => {
    expect(await words('restore nobody')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'There is no snapshot "nobody". There are: none\n',
    })
    expect((await words('seed --devices 0')).stderr).toContain('devices')
    expect((await words('clock advance soon')).stderr).toContain('"soon" is no duration')
    expect((await words('clock advance')).stderr).toContain('Say what')
    expect((await words('device x')).stderr).toContain('Give a whole number')
  })
})

describe('commands', () => {
  test('move time', async () => {
    expect((await data('clock advance 90m')).offsetMs).toBe(90 * 60_000)
    expect((await data('clock until 2026-01-06T09:00:00Z')).now).toBe('2026-01-06T09:00:00.000Z')
    expect((await words('clock mode step')).stdout).toMatch(/^mode +step$/m)
  })

  test('keep, compare and bring back worlds', async () => {
    expect((await words('snapshot')).stdout).toBe('There are no snapshots.\n')
    expect((await words('snapshot before')).stdout).toMatch(/^NAME +AT +CHANGES +HASH\nbefore +2026-01-05T09:00/)
    expect((await words('diff before')).stdout).toBe('Nothing differs.\n')
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName: 'Bell\u0007 and \u202eback' })
    const { stdout } = await words('diff before')
    expect(stdout).toMatch(/^device +0 +1 +0$/m)
    expect(stdout).toMatch(/^device 1001 +displayName +\(nothing\) → Bell· and ·back$/m)
    expect((await data('diff before --limit 0')).differences).toEqual([])
    expect((await words('restore before')).exitCode).toBe(0)
    expect((await words('diff before')).stdout).toBe('Nothing differs.\n')
    await words('snapshot before --delete')
    expect(await data('snapshot')).toEqual({ snapshots: [] })
  })

  test('carry a world in a file, and begin one with it', async () => {
    const file = join(folder, 'world.json')
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName: 'Carried' })
    expect(await words(`export ${file}`)).toMatchObject({ exitCode: 0, stdout: '' })
    expect((await words('export')).stdout).toBe(readFileSync(file, 'utf8'))
    expect((await words('reset')).exitCode).toBe(0)
    expect((await words(`import ${file}`)).exitCode).toBe(0)
    expect((await tenant.asMachine('GET', `/v2/device/${printServer}`)).json.displayName).toBe('Carried')
    writeFileSync(file, '{"format": "shopping-list"}')
    expect(await words(`import ${file}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^Line 1: format/),
    })
    expect(await words(`start --port 0 --import ${file}`)).toMatchObject({ exitCode: 1, stdout: '' })
    expect(await words(`export ${folder}`)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('written') })
  })

  test('make another world, and one that is switched off or tagged', async () => {
    expect(await data('seed 7 --orgs 2 --devices 30')).toMatchObject({ seed: 7, organizations: 2, devices: 30 })
    expect(await data('device 1001 --off')).toMatchObject({ offline: true, tags: [] })
    expect(await data('device 1001 --on --tag sim:slow vip')).toMatchObject({
      offline: false,
      tags: ['sim:slow', 'vip'],
    })
    expect(await data('device 1001 --no-tags')).toMatchObject({ tags: [] })
    expect((await words('jobs --mode polls=3')).stdout).toContain('"polls":3')
    expect(await data('jobs --mode seconds=2')).toEqual({ jobs: [], mode: { kind: 'seconds', seconds: 2 } })
    expect((await words('jobs --mode never')).exitCode).toBe(1)
    expect(await data('rate-limit harsh')).toMatchObject({ profile: 'harsh', burst: 10 })
  })

  test('make trouble and end it', async () => {
    const added = await run(['fault', 'add', '{"effect": {"kind": "reset"}, "count": 2}'])
    expect(added.stdout).toMatch(/^fault-1 +\{\} +reset/m)
    const file = join(folder, 'rule.json')
    writeFileSync(file, '{"effect": {"kind": "status", "status": 503}}')
    expect((await run(['fault', 'add', `@${file}`])).exitCode).toBe(0)
    expect((await data('fault list')).faults).toHaveLength(2)
    writeFileSync(file, '[\n{"effect":{"kind":"reset"}},\n{"effect":\n{"kind":"burn"}}]')
    expect((await run(['fault', 'add', `@${file}`])).stderr).toContain('line 4: 1.effect.kind cannot be used')
    writeFileSync(file, '{"effect":\n\n{"kind":}}')
    expect((await run(['fault', 'add', `@${file}`])).stderr).toContain('line 3: This is not JSON')
    expect((await data('fault list')).faults).toHaveLength(2)
    expect((await words('fault clear fault-1')).exitCode).toBe(0)
    expect((await words('fault preset region-outage')).stdout.trim().split('\n')).toHaveLength(3)
    expect((await words('fault clear')).exitCode).toBe(0)
    expect((await words('fault list')).stdout).toBe('There are no fault rules.\n')
    expect((await words('fault add {')).stderr).toContain('This is not JSON')
    expect((await words('fault preset bad-wednesday')).stderr).toContain('use bad-tuesday')
  })

  test('show what clients asked, and how they behaved', async () => {
    await tenant.asMachine('GET', `/v2/device/${printServer}`)
    await tenant.asMachine('GET', '/v2/nothing')
    const { stdout } = await words('log --limit 2')
    expect(stdout.trim().split('\n')).toHaveLength(2)
    expect(stdout).toMatch(/ 200 +[\d.]+ ms +GET +\/v2\/device\/1001 +devices\.get$/m)
    const [entry] = (await words('log --status 404 --json')).stdout.trim().split('\n')
    const { seq } = JSON.parse(entry ?? '')
    const detail = await words(`log ${seq}`)
    expect(detail.stdout).toMatch(/^authorization +Bearer \(hidden\)$/m)
    expect(detail.stdout).toContain('resultCode')
    expect((await words('verdicts')).stdout).toMatch(/^when told to wait +was not told to$/m)
    expect((await data('verdicts')).clients.length).toBeGreaterThan(0)
  })

  test('follow the log until they are stopped', async () => {
    const clock = manualClock()
    const stop = new AbortController()
    let stdout = ''
    const ended = runSandboxCommand(['log', '--follow', '--path', '/v2/*'], {
      stdout: (text) => {
        stdout += text
      },
      stderr: () => undefined,
      stop: stop.signal,
      environment: at(tenant.sandbox),
      clock,
    })
    const until = async (text: string) => {
      while (!stdout.includes(text)) {
        await clock.advance(500)
        // Answers come from outside.
        await setImmediate()
      }
    }
    await tenant.asMachine('GET', '/v2/groups')
    await until('/v2/groups')
    await tenant.asMachine('GET', '/v2/policies')
    await until('/v2/policies')
    expect(stdout.match(/\/v2\/groups/g)).toHaveLength(1)
    stop.abort('SIGINT')
    expect(await ended).toBe(0)
  })
})

describe('exec', () => {
  const launcher = fileURLToPath(new URL('../../bin/kunai-sandbox.mjs', import.meta.url))
  const start = (words: readonly string[]) =>
    spawn(process.execPath, [launcher, 'exec', '--devices', '5', '--orgs', '1', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    })
  const ended = async (words: readonly string[]) => {
    const child = start(words)
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    const [code] = await once(child, 'close')
    return { code, stdout, stderr }
  }

  test('gives a command a tenant of its own, ends as the command ends, and keeps the world where it is told', async () => {
    const file = join(folder, 'after.json')
    const script = `const { KUNAI_SANDBOX_URL: url, KUNAI_SANDBOX_CONTROL_TOKEN: token } = process.env
      const answer = await fetch(url + '/_sandbox/devices/1001', { method: 'PUT', headers: { Authorization: 'Bearer ' + token },
        body: '{"offline":true}' })
      console.log(answer.status, process.argv.slice(1).join(' '))
      process.exit(7)`
    const words = [
      '--export-on-exit',
      file,
      '--',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
      '--',
      '--help',
      'x',
    ]
    const { code, stdout, stderr } = await ended(words)
    expect({ code, stdout }).toEqual({ code: 7, stdout: '200 --help x\n' })
    expect(stderr).toMatch(/^Sandbox at http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(readFileSync(file, 'utf8')).toContain('"offline":true')
  })

  test('passes a signal on, and says by its exit code which one ended the command', async () => {
    const child = start(['--', process.execPath, '-e', 'console.log("up"); setInterval(() => {}, 1000)'])
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
  })

  test('of what does not exist ends as a shell does', async () => {
    expect(await ended(['--', 'no-such-command-here'])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('no-such-command-here could not be started'),
    })
    const file = join(folder, 'no', 'such', 'folder.json')
    const { code, stderr } = await ended(['--export-on-exit', file, '--', process.execPath, '-e', ''])
    expect({ code, written: existsSync(file) }).toEqual({ code: 1, written: false })
    expect(stderr).toContain('cannot be written')
  })
})

test('eight sandboxes beside each other share nothing: port, world, time, faults, credentials', async () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
  const all = await Promise.all(seeds.map((seed) => startSandbox({ seed, devices: 20, orgs: 2 })))
  const worlds = await Promise.all(
    all.map(async (sandbox, index) => {
      const send = sender(sandbox.url, await fetchToken(sandbox, machineGrant(sandbox)))
      await send('PATCH', '/v2/device/1002', { displayName: `Number ${index}` })
      sandbox.control.advance(index * 1_000)
      if (index % 2 === 0) sandbox.control.addFault({ effect: { kind: 'status', status: 503 } })
      return sandbox.control.export()
    }),
  )
  expect(new Set(worlds).size).toBe(8)
  for (const field of ['url', 'controlToken', 'worldHash'] as const) {
    expect(new Set(all.map((sandbox) => sandbox[field])).size).toBe(8)
  }
  expect(new Set(all.map(({ machine }) => machine.clientSecret)).size).toBe(8)
  for (const [index, sandbox] of all.entries()) {
    expect(sandbox.control.ledger()).toHaveLength(1)
    expect(sandbox.control.faults()).toHaveLength(index % 2 === 0 ? 1 : 0)
    expect(worlds[index]).toContain(`Number ${index}`)
    const foreign = all[(index + 1) % 8] as Sandbox
    const reply = await sender(sandbox.url, foreign.controlToken)('GET', '/_sandbox/clock')
    expect(reply.status).toBe(401)
  }
  await Promise.all(all.map((sandbox) => sandbox.close()))
})
