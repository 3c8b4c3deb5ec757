/** Running bash, from the call to what NinjaOne receives: who is asked, what they see, and what it is bound to. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  agent,
  approvalOf,
  approve,
  executions,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { nonceOf, type Outcome } from '../call/index.ts'
import { definePolicy, type Policy, shippedPolicy } from '../policy/index.ts'

let test: TestGateway
let linux: number
let windows: number
let runner: number
let policy: Policy = shippedPolicy

const script = 'echo "free space:"\ndf -h / | tail -n 1\nexit 3\n'
const bash = (input: Record<string, unknown> = {}) => test.ask('devices.runBash', { id: linux, script, ...input })
const runnerCall = (parameters: unknown, id = linux) =>
  test.ask('devices.runScript', {
    id,
    type: 'SCRIPT',
    scriptId: runner,
    ...(parameters !== undefined && { parameters }),
  })
const base64 = (text: string) => Buffer.from(text).toString('base64')

interface Row {
  readonly id: number
  readonly nodeClass: string
  readonly offline?: boolean
}

beforeAll(async () => {
  test = await startTestGateway({ policy: () => policy })
  const listed = (await test.ask('devices.list', { pageSize: 1000 })) as { data: Row[] }
  const online = (kind: string) => listed.data.find((one) => one.nodeClass === kind && !one.offline)?.id ?? 0
  linux = online('LINUX_SERVER') || online('LINUX_WORKSTATION') || online('MAC')
  windows = online('WINDOWS_SERVER')
  const scripts = (await test.ask('scripts.list', {})) as { data: { id: number; operatingSystems: string[] }[] }
  runner = scripts.data.find(({ operatingSystems }) => operatingSystems.includes('Linux'))?.id ?? 0
  expect([linux, windows, runner].every(Boolean)).toBe(true)
  await configure(runner)
})
afterAll(() => test.close())
beforeEach(() => {
  policy = shippedPolicy
})

/** As a connection is configured when a gateway starts. */
async function configure(bashRunnerScriptId: number | undefined): Promise<void> {
  const connection = {
    name: 'sandbox',
    kind: 'sandbox',
    label: 'SANDBOX',
    baseUrl: test.sandbox.url,
    isDefault: true,
    ...(bashRunnerScriptId !== undefined && { bashRunnerScriptId }),
  } as const
  const { url: baseUrl, machine, user } = test.sandbox
  await test.restart({ connections: [{ connection, client: { baseUrl, machine, user } }] })
}

const failure = (outcome: Outcome) => outcome as { status: string; code: string; message: string }

describe('a bash script', () => {
  it('waits, with the script as text, its runner and the exact request, and is sent once, byte for byte', async () => {
    const before = executions(test)
    const asked = waiting(await bash())
    const row = await approvalOf(test, asked.approvalId)
    expect(row).toMatchObject({ operation: 'devices.runBash', risk: 'destructive' })
    expect(row.title).toMatch(/^Run a bash script on /)
    const proposal = JSON.parse(row.proposal)
    expect(proposal.input).toEqual({ id: linux, script, runAs: 'system' })
    expect(proposal.targets).toMatchObject([
      { resource: 'device', id: linux },
      { resource: 'script', id: runner },
    ])
    expect(proposal.request).toMatchObject({
      path: `/v2/device/${linux}/script/run`,
      body: { type: 'SCRIPT', id: runner },
    })
    const wire = Buffer.from(proposal.request.body.parameters, 'base64').toString()
    expect(wire).toContain(script)
    expect(wire).toContain(nonceOf(asked.callId))

    expect(executions(test)).toBe(before)
    await approve(test, asked.approvalId)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
    expect(executions(test)).toBe(before + 1)
    const sent = test.sandbox.control.ledger().at(-1)
    expect(sent?.request.body).toEqual(proposal.request.body)
  })

  it('that ended without its own lines in the activity is unknown, not done', async () => {
    const asked = waiting(await bash())
    await approve(test, asked.approvalId)
    await test.gateway.parts.corridor.carryOut(asked.approvalId)
    await test.clock.advance(60_000)
    await test.gateway.turn()
    expect(await test.gateway.parts.corridor.outcomeOf(asked.callId)).toMatchObject({
      status: 'unknown',
      code: 'receipt_missing',
    })
  })

  it('is asked about each time, also where the rules let everything through', async () => {
    policy = definePolicy([{ id: 'everything', verdict: 'allow', match: {} }])
    expect(await bash()).toMatchObject({ status: 'waiting' })
    expect(await runnerCall(base64(script))).toMatchObject({ status: 'waiting' })
  })

  it('can be blocked, also for whoever asks for the runner by its number', async () => {
    for (const match of [{ operations: ['devices.runBash'] }, { operations: ['devices.runScript'] }]) {
      policy = definePolicy([
        { id: 'no bash', verdict: 'deny', match },
        { id: 'everything', verdict: 'allow', match: {} },
      ])
      expect(await bash()).toMatchObject({ status: 'denied', code: 'blocked' })
      expect(await runnerCall(base64(script))).toMatchObject({ status: 'denied', code: 'blocked' })
    }
  })

  it('cannot be approved and then be another one', async () => {
    const asked = waiting(await bash())
    const before = executions(test)
    await approve(test, asked.approvalId)
    const { store, parts } = test.gateway
    const row = await approvalOf(test, asked.approvalId)
    const proposal = row.proposal.replace('df -h', 'rm -r')
    expect(proposal).not.toBe(row.proposal)
    await store.database.updateTable('approvals').set({ proposal }).where('id', '=', asked.approvalId).execute()
    expect(await parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'denied', code: 'stale' })
    expect(executions(test)).toBe(before)
  })

  it('is not sent by a runner that another has taken the place of', async () => {
    const asked = waiting(await bash())
    const before = executions(test)
    await approve(test, asked.approvalId)
    await configure(runner + 1)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'denied',
      code: 'stale',
    })
    await configure(runner)
    expect(executions(test)).toBe(before)
  })
})

describe('a run of the runner by its number', () => {
  it('is a bash script, shown as one and wrapped', async () => {
    const asked = waiting(await runnerCall(base64(script)))
    const row = await approvalOf(test, asked.approvalId)
    expect(row.operation).toBe('devices.runBash')
    const proposal = JSON.parse(row.proposal)
    expect(proposal.input).toEqual({ id: linux, script, runAs: 'system' })
    expect(Buffer.from(proposal.request.body.parameters, 'base64').toString()).toContain(nonceOf(asked.callId))
  })

  it.each([
    ['no parameter', undefined],
    ['no base64', '--all'],
    ['no text', '/w=='],
    ['a script with carriage returns', base64('echo a\r\n')],
    ['blanks after it', `${base64(script)} x`],
  ])('with %s is refused, and ninja-run-bash is named', async (_, parameters) => {
    const outcome = failure(await runnerCall(parameters))
    expect(outcome).toMatchObject({ status: 'failed', code: 'invalid_input' })
    expect(outcome.message).toContain('ninja-run-bash')
  })

  it('is told as bash when somebody asks what would happen, with what would be sent', async () => {
    const { corridor } = test.gateway.parts
    const input = { id: linux, type: 'SCRIPT', scriptId: runner, parameters: base64(script) }
    const told = await corridor.simulate({ operation: 'devices.runScript', connection: 'sandbox', input })
    expect(told).toMatchObject({ operation: 'devices.runBash', verdict: 'ask', title: expect.stringMatching(/bash/) })
    const { parameters } = (told.request as { body: { parameters: string } }).body
    expect(Buffer.from(parameters, 'base64').toString()).toContain(script)
    const none = { ...input, parameters: 'rm -rf /' }
    expect(
      await corridor.simulate({ operation: 'devices.runScript', connection: 'sandbox', input: none }),
    ).toMatchObject({ request: null, message: expect.stringContaining('would be refused') })
  })

  it('with another script stays what it is', async () => {
    const listed = (await test.ask('scripts.list', {})) as { data: { id: number }[] }
    const other = listed.data.find(({ id }) => id !== runner)?.id
    const asked = waiting(await test.ask('devices.runScript', { id: linux, type: 'SCRIPT', scriptId: other }))
    expect((await approvalOf(test, asked.approvalId)).operation).toBe('devices.runScript')
  })
})

describe('is refused before anybody is asked', () => {
  it('on Windows, with the reason and what to use instead', async () => {
    for (const outcome of [await bash({ id: windows }), await runnerCall(base64(script), windows)]) {
      expect(outcome).toMatchObject({ status: 'failed', code: 'wrong_system' })
      expect(failure(outcome).message).toMatch(/Windows.*ninja-run-script/)
    }
  })

  it.each([
    ['echo a\r\necho b', /carriage returns/],
    ['echo a\0', /NUL/],
    ['', /empty/],
    [`echo ${'x'.repeat(70_000)}`, /on the wire/],
    ['#!/usr/bin/python3\nprint(1)', /another interpreter/],
  ])('%.20j', async (bad, words) => {
    const outcome = failure(await bash({ script: bad }))
    expect(outcome).toMatchObject({ status: 'failed', code: 'invalid_input' })
    expect(outcome.message).toMatch(words)
  })

  it('without a runner, with the steps to set one up', async () => {
    await configure(undefined)
    const outcome = failure(await bash())
    await configure(runner)
    expect(outcome).toMatchObject({ status: 'failed', code: 'bash_runner_missing' })
    expect(outcome.message).toContain('echo "$1" | base64 --decode | bash')
    expect(outcome.message).toMatch(/script id/)
  })
})

it('the page of an approval has the script apart from the request', async () => {
  const asked = waiting(await bash())
  const row = await approvalOf(test, asked.approvalId)
  expect(JSON.parse(row.actor)).toMatchObject({ id: agent.id })
  const { getApproval } = await import('../actions/approvals.ts')
  const session = { person: { id: 'person_alice', name: 'Alice' } } as never
  const page = await getApproval.run(test.gateway.parts, { kind: 'person', session }, { id: asked.approvalId })
  expect(page).toMatchObject({ script, request: { body: { id: runner } } })
})
