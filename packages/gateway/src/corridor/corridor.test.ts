import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  alice,
  approvalOf,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'

let test: TestGateway
let device: number

beforeAll(async () => {
  test = await startTestGateway()
  device = await printServer(test)
})
afterAll(() => test.close())
beforeEach(() => {
  test.sandbox.control.clearFaults()
  test.faults.length = 0
})

const restart = () => test.ask('devices.controlWindowsService', { id: device, serviceId: 'Spooler', action: 'RESTART' })
const executed = () => executions(test)

describe('a read', () => {
  it('is let through and audited', async () => {
    const outcome = await test.ask('devices.get', { id: device })
    expect(outcome).toMatchObject({ status: 'done', data: { id: device } })
    const [event] = await test.gateway.parts.audit.list({ limit: 1 })
    expect(event).toMatchObject({ kind: 'call-ended', operation: 'devices.get', call_id: outcome.callId })
  })

  it('of a device that does not exist fails and names NinjaOne as the one who said so', async () => {
    expect(await test.ask('devices.get', { id: 999_999 })).toMatchObject({ status: 'failed' })
  })
})

describe('bad input', () => {
  it.each([
    ['unknown operation', 'devices.explode', {}, 'denied', 'unknown_operation', /devices\.explode/],
    ['unknown field', 'devices.reboot', { id: 1, mode: 'NORMAL', when: 'now' }, 'failed', 'invalid_input', /when/],
    ['wrong type', 'devices.reboot', { id: [1], mode: 'NORMAL' }, 'failed', 'invalid_input', /id/],
    ['missing device', 'devices.reboot', { id: 999_999, mode: 'NORMAL' }, 'failed', 'target_not_found', /999999/],
  ])('%s: one clear sentence, nothing sent', async (_, operation, input, status, code, words) => {
    const before = executed()
    const outcome = await test.ask(operation, input)
    expect(outcome).toMatchObject({ status, code })
    expect((outcome as { message: string }).message).toMatch(words)
    expect(executed()).toBe(before)
  })

  it('a name that nothing has exactly: similar ones are named, none is taken', async () => {
    const outcome = await test.ask('devices.reboot', { id: 'PRINT01', mode: 'NORMAL' })
    expect(outcome).toMatchObject({ status: 'failed', code: 'target_not_found' })
    expect((outcome as { message: string }).message).toMatch(/Similar: .*-PRINT01 \(id 1001, /)
  })

  it('an exact name of one thing is as good as its id', async () => {
    const { data } = (await test.ask('devices.get', { id: device })) as { data: { systemName: string } }
    const asked = waiting(await test.ask('devices.reboot', { id: data.systemName.toLowerCase(), mode: 'NORMAL' }))
    const row = await approvalOf(test, asked.approvalId)
    expect(JSON.parse(row.proposal)).toMatchObject({ input: { id: device } })
  })

  it('odd characters anywhere: refused or held, never a fault of ours', async () => {
    const odd = '\u0000\ud800'
    const unknown = await test.ask(odd, {})
    expect(unknown).toMatchObject({ status: 'denied', code: 'unknown_operation' })
    const read = await test.ask('devices.search', { q: odd })
    expect(['done', 'failed']).toContain(read.status)
    const held = await test.ask('devices.reboot', { id: device, mode: 'NORMAL' }, { reason: odd })
    expect(held.status).toBe('waiting')
    expect(test.faults).toEqual([])
  })

  it('unknown connection: names the known ones', async () => {
    const outcome = await test.ask('devices.get', { id: device }, { connection: 'elsewhere' })
    expect(outcome).toMatchObject({ status: 'failed', code: 'unknown_connection' })
    expect((outcome as { message: string }).message).toContain('"sandbox"')
  })
})

describe('a restart of a service', () => {
  it('waits, runs once when approved, and gets its receipt', async () => {
    const before = executed()
    const asked = waiting(await restart())
    expect(asked.url).toContain(asked.approvalId)
    expect(executed()).toBe(before)
    const row = await approvalOf(test, asked.approvalId)
    expect(row.title).toMatch(/^Restart service Spooler on .*PRINT01$/)

    await approve(test, asked.approvalId)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
    expect(executed()).toBe(before + 1)

    await test.clock.advance(10_000)
    await test.gateway.turn()
    const outcome = await test.gateway.parts.corridor.outcomeOf(asked.callId)
    expect(outcome).toMatchObject({
      status: 'done',
      receipt: { result: 'success', message: expect.stringMatching(/spooler/i) },
    })
    const kinds = (await test.gateway.parts.audit.list({ callId: asked.callId, limit: 20 })).map(({ kind }) => kind)
    expect(kinds.reverse()).toEqual(['call-asked', 'approval-approved', 'call-sent', 'call-ended', 'receipt-observed'])
  })

  it('is not sent when denied, and the reason goes back', async () => {
    const before = executed()
    const asked = waiting(await restart())
    const row = await approvalOf(test, asked.approvalId)
    await test.gateway.parts.approvals.decide(asked.approvalId, {
      type: 'deny',
      by: alice,
      digest: row.digest,
      reason: 'payroll is printing',
    })
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'denied',
      code: 'rejected',
      message: 'Alice denied it: payroll is printing',
    })
    expect(executed()).toBe(before)
  })

  it('expires at the very moment, not after it', async () => {
    const asked = waiting(await restart())
    await test.clock.advance(Date.parse(asked.expiresAt) - test.clock.now() - 1)
    expect(await test.gateway.parts.corridor.outcomeOf(asked.callId)).toMatchObject({ status: 'waiting' })
    await test.clock.advance(1)
    const row = await approvalOf(test, asked.approvalId)
    const late = await test.gateway.parts.approvals.decide(asked.approvalId, {
      type: 'approve',
      by: alice,
      digest: row.digest,
    })
    expect(late).toMatchObject({ code: 'expired' })
    expect(await test.gateway.parts.corridor.outcomeOf(asked.callId)).toMatchObject({
      status: 'denied',
      code: 'expired',
    })
    await test.gateway.turn()
    expect(await test.gateway.parts.approvals.find(asked.approvalId)).toMatchObject({ state: 'expired' })
  })

  it('approved but not started in time is not started', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    await test.clock.advance(10 * 60_000)
    await test.gateway.parts.corridor.carryOut(asked.approvalId)
    expect(executed()).toBe(before)
    await test.gateway.turn()
    expect(await test.gateway.parts.corridor.outcomeOf(asked.callId)).toMatchObject({
      status: 'denied',
      code: 'expired',
    })
  })

  it('answered 500 after it was carried out is unknown, and stays so', async () => {
    const before = executed()
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'accepted-but-500' },
    })
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'unknown' })
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'unknown' })
    expect(executed()).toBe(before + 1)
  })

  it('refused by NinjaOne has failed, and was not carried out', async () => {
    const before = executed()
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'status', status: 403 },
    })
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'failed' })
    expect(executed()).toBe(before)
  })

  it('sends once for 16 that race', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    const racers = Array.from({ length: 16 }, () => test.gateway.parts.corridor.carryOut(asked.approvalId))
    const outcomes = await Promise.all(racers)
    expect(executed()).toBe(before + 1)
    expect(outcomes.filter(({ status }) => status === 'accepted').length).toBeGreaterThan(0)
    expect(outcomes.every(({ status }) => ['accepted', 'waiting'].includes(status))).toBe(true)
  })

  it('may be decided once: the second person is told who was first', async () => {
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    const row = await approvalOf(test, asked.approvalId)
    const second = await test.gateway.parts.approvals.decide(asked.approvalId, {
      type: 'deny',
      by: { id: 'person_bob', name: 'Bob' },
      digest: row.digest,
      reason: 'no',
    })
    expect(second).toMatchObject({ code: 'not_pending', message: expect.stringContaining('Alice') })
  })
})

describe('a script', () => {
  it('runs under the user app, and its approval names it', async () => {
    const before = executed()
    const listed = await test.ask('scripts.list', {})
    const [script] = (listed as { data: { id: number; name: string }[] }).data
    const asked = waiting(
      await test.ask('devices.runScript', { id: device, type: 'SCRIPT', scriptId: script?.id, runAs: 'system' }),
    )
    const row = await approvalOf(test, asked.approvalId)
    expect(row.title).toContain(script?.name)
    await approve(test, asked.approvalId)
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
    expect(executed()).toBe(before + 1)
  })
})

describe('nobody approves their own request', () => {
  it('a person who asked is refused, another may', async () => {
    const asked = waiting(
      await test.ask(
        'devices.reboot',
        { id: device, mode: 'NORMAL' },
        { actor: { kind: 'person', id: alice.id, name: alice.name }, door: 'http' },
      ),
    )
    const row = await approvalOf(test, asked.approvalId)
    const { approvals } = test.gateway.parts
    expect(await approvals.decide(asked.approvalId, { type: 'approve', by: alice, digest: row.digest })).toMatchObject({
      code: 'own_request',
    })
    expect(
      await approvals.decide(asked.approvalId, {
        type: 'approve',
        by: { id: 'person_bob', name: 'Bob' },
        digest: row.digest,
      }),
    ).toMatchObject({ state: 'approved' })
  })

  it('a decision about another digest than the one on record is refused', async () => {
    const asked = waiting(await restart())
    const moved = await test.gateway.parts.approvals.decide(asked.approvalId, {
      type: 'approve',
      by: alice,
      digest: '0'.repeat(64),
    })
    expect(moved).toMatchObject({ code: 'digest_mismatch' })
  })
})

if (process.env.KUNAI_TEST_STORE === 'postgres') {
  describe('with a second gateway on the same database', () => {
    it('16 that race over both send once', async () => {
      const replica = await test.startReplica()
      const before = executed()
      const asked = waiting(await restart())
      await approve(test, asked.approvalId)
      const { corridor } = test.gateway.parts
      const racers = Array.from({ length: 16 }, (_, index) =>
        (index % 2 === 0 ? corridor : replica.parts.corridor).carryOut(asked.approvalId),
      )
      await Promise.all(racers)
      expect(executed()).toBe(before + 1)
      expect(await replica.parts.corridor.outcomeOf(asked.callId)).toMatchObject({ status: 'accepted' })
    })

    it('what one is sending is not in doubt to the other while the first lives', async () => {
      const replica = await test.startReplica()
      test.sandbox.control.addFault({
        match: { operation: 'devices.controlWindowsService' },
        effect: { kind: 'delay', delayMs: 5_000 },
      })
      const asked = waiting(await restart())
      await approve(test, asked.approvalId)
      const sending = test.gateway.parts.corridor.carryOut(asked.approvalId)
      await vi.waitFor(async () =>
        expect(await test.gateway.parts.dispatches.find(asked.callId)).toMatchObject({ state: 'sending' }),
      )
      await replica.turn()
      expect(await replica.parts.corridor.outcomeOf(asked.callId)).toMatchObject({
        status: 'waiting',
        phase: 'sending',
      })
      await vi.waitFor(async () => {
        await test.clock.advance(1_000)
        expect(await Promise.race([sending, undefined])).toMatchObject({ status: 'accepted' })
      })
    })
  })
}
