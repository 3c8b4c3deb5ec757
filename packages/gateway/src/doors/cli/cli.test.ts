import { catalogue } from '@kunai/api/catalogue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { printServer, startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import type { UpOptions } from './index.ts'
import { runCli } from './index.ts'
import { coerce, kebab } from './operation-commands.ts'

/** One command line, with what it said and what it started. */
async function run(argv: string[], changes: Partial<Parameters<typeof runCli>[1]> = {}) {
  let stdout = ''
  let stderr = ''
  const started: UpOptions[] = []
  const code = await runCli(argv, {
    version: '1.2.3',
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    stdin: (async function* () {})(),
    environment: {},
    home: () => {
      throw new Error('this command needs no home')
    },
    up: async (options) => {
      started.push(options)
      return 0
    },
    mcp: async () => 0,
    sandbox: async (rest) => {
      stdout += rest.join(' ')
      return 0
    },
    explainFault: (error) => `fault: ${(error as Error).message}`,
    ...changes,
  })
  return { code, stdout, stderr, started }
}

describe('reading a command', () => {
  it('up: defaults are the documented ones', async () => {
    const { started, code } = await run(['up'])
    expect(code).toBe(0)
    expect(started).toEqual([
      expect.objectContaining({ port: 7400, host: '127.0.0.1', sandbox: true, sandboxPort: 7401, seed: 42, orgs: 24 }),
    ])
    expect(started[0]).toMatchObject({ devices: 1800, decideWithin: 1800, startWithin: 600, signInLink: true })
  })

  it('up: flags beat the environment', async () => {
    const environment = { KUNAI_PORT: '8000', KUNAI_SANDBOX_PORT: '8001' }
    expect((await run(['up'], { environment })).started[0]).toMatchObject({ port: 8000, sandboxPort: 8001 })
    expect((await run(['up', '--port', '9'], { environment })).started[0]).toMatchObject({ port: 9 })
  })

  it('up: its exit code is ours', async () => {
    expect((await run(['up'], { up: async () => 1 })).code).toBe(1)
  })

  it('sandbox: everything after the word is the sandbox’s', async () => {
    expect((await run(['sandbox', 'start', '--seed', '7', '--help'])).stdout).toBe('start --seed 7 --help')
  })

  it('a fault is one sentence and exit code 1', async () => {
    const { code, stderr } = await run(['devices', 'list'])
    expect(code).toBe(1)
    expect(stderr).toBe('fault: this command needs no home\n')
  })

  it.each(catalogue.map((operation) => [operation.id, operation] as const))(
    '%s: a command with a flag for every field',
    async (id, operation) => {
      const [resource = '', verb = ''] = id.split('.')
      const { code, stdout } = await run([kebab(resource), kebab(verb), '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(operation.summary)
      for (const field of Object.keys(operation.input.shape)) expect(stdout).toContain(`--${kebab(field)} <value>`)
    },
  )

  it('a flag’s text becomes what the field wants, and stays text when it cannot', () => {
    expect(coerce('12', { type: 'integer' })).toBe(12)
    expect(coerce('twelve', { type: 'integer' })).toBe('twelve')
    expect(coerce('true', { type: 'boolean' })).toBe(true)
    expect(coerce('ALERTS, TASKS', { type: 'array' })).toEqual(['ALERTS', 'TASKS'])
    expect(coerce('12', { type: 'string' })).toBe('12')
  })
})

describe('running a command', () => {
  let test: TestGateway
  beforeEach(async () => {
    test = await startTestGateway()
    test.home.setRunning({ url: test.gateway.url, pid: process.pid })
  })
  afterEach(() => test.close())

  it('data on stdout, words on stderr, an exit code for each outcome', async () => {
    const home = () => test.home
    const id = String(await printServer(test))
    const read = await run(['devices', 'get', '--id', id], { home })
    expect(read.code).toBe(0)
    expect(JSON.parse(read.stdout)).toMatchObject({ id: Number(id) })
    expect(read.stderr).toBe('')

    const held = await run(['devices', 'reboot', '--id', id, '--mode', 'NORMAL', '--reason', 'updates'], { home })
    expect(held.code).toBe(5)
    const { callId } = JSON.parse(held.stdout) as { callId: string }
    expect(held.stderr).toContain(callId)
    expect((await run(['calls', 'get', '--id', callId], { home })).code).toBe(5)

    const verified = await run(['audit', 'verify'], { home })
    expect(verified.code).toBe(0)
    await test.gateway.store.database.updateTable('audit_events').set({ summary: 'x' }).where('seq', '=', 1).execute()
    const broken = await run(['audit', 'verify'], { home })
    expect(broken.code).toBe(1)
    expect(broken.stderr).toContain('event 1 was changed')

    const unknown = await run(['calls', 'get', '--id', `call_${'0'.repeat(32)}`], { home })
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('no call')
  })

  it('what may have run is exit code 8', async () => {
    const id = await printServer(test)
    const asked = await test.ask('devices.reboot', { id, mode: 'NORMAL' })
    if (asked.status !== 'waiting') throw new Error(asked.status)
    test.sandbox.control.addFault({ match: { operation: 'devices.reboot' }, effect: { kind: 'accepted-but-500' } })
    const { approvals, corridor } = test.gateway.parts
    const digest = (await approvals.find(asked.approvalId))?.digest ?? ''
    await approvals.decide(asked.approvalId, { type: 'approve', by: { id: 'p', name: 'P' }, digest })
    await corridor.carryOut(asked.approvalId)
    expect((await run(['calls', 'get', '--id', asked.callId], { home: () => test.home })).code).toBe(8)
  })
})
