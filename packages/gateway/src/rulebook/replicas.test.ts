/** The emergency switch on one gateway holds on every other within a second, also for what is already on its way. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  agent,
  alice,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { newId } from '../call/index.ts'
import type { Gateway } from '../gateway.ts'

let test: TestGateway
let device: number

beforeAll(async () => {
  test = await startTestGateway()
  device = await printServer(test)
})
afterAll(() => test.close())
afterEach(async () => {
  await turn('off')
  // So that every gateway knows.
  await test.clock.advance(1_000)
})

const turn = (position: 'off' | 'ask' | 'deny', gateway: Gateway = test.gateway) =>
  gateway.parts.rulebook.turnSwitch(position, { by: alice, reason: 'a test' })
/** Claimed, and past every check but the last: it waits for its turn at the client. */
async function underWay(callId: string) {
  const { dispatches, policy } = test.gateway.parts
  await vi.waitFor(async () => expect(await dispatches.find(callId)).toMatchObject({ state: 'sending' }))
  // Its own question to the store was asked before this one.
  await policy.fresh()
  await policy.fresh()
}
const call = () => ({
  id: newId('call'),
  operation: 'devices.reboot',
  input: { id: device, mode: 'NORMAL' },
  actor: agent,
  connection: 'sandbox',
  door: 'mcp' as const,
})

describe('a command that waits for its turn', () => {
  it('does not leave when the switch is turned meanwhile', async () => {
    const before = executions(test)
    const asked = waiting(await test.gateway.parts.corridor.invoke(call()))
    await approve(test, asked.approvalId)
    // Writes of one connection go one after another. The first is slow, so the second stands behind it, permitted.
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'delay', delayMs: 5_000 },
    })
    const service = { id: device, serviceId: 'Spooler', action: 'RESTART' }
    const slow = waiting(await test.ask('devices.controlWindowsService', service))
    await approve(test, slow.approvalId)
    const { corridor, dispatches } = test.gateway.parts
    const first = corridor.carryOut(slow.approvalId)
    await underWay(slow.callId)
    const second = corridor.carryOut(asked.approvalId)
    await underWay(asked.callId)
    await turn('deny')
    await vi.waitFor(async () => {
      await test.clock.advance(1_000)
      expect(await Promise.race([first, undefined])).toMatchObject({ status: 'accepted' })
    })
    expect(await second).toMatchObject({ status: 'denied', code: 'policy_changed' })
    expect(await dispatches.find(asked.callId)).toMatchObject({ state: 'ended' })
    test.sandbox.control.clearFaults()
    expect(executions(test)).toBe(before + 1)
  })
})

const withReplicas = process.env.KUNAI_TEST_STORE === 'postgres' ? describe : () => undefined
withReplicas('another gateway on the same PostgreSQL', () => {
  let replica: Gateway
  beforeAll(async () => {
    replica = await test.startReplica()
  })

  it('hides and refuses within a second of the switch', async () => {
    const { corridor } = replica.parts
    // Its policy is compiled and believed when the switch is turned elsewhere.
    expect((await corridor.listOperations('sandbox')).map(({ id }) => id)).toContain('devices.reboot')
    await turn('deny')
    await test.clock.advance(1_000)
    expect((await corridor.listOperations('sandbox')).map(({ id }) => id)).not.toContain('devices.reboot')
    expect(await corridor.invoke(call())).toMatchObject({ status: 'denied', code: 'blocked' })
  })

  it.each(['ask', 'deny'] as const)('does not send what was approved before, at once (%s)', async (position) => {
    const before = executions(test)
    const { corridor } = replica.parts
    const asked = waiting(await corridor.invoke(call()))
    await approve(test, asked.approvalId)
    await turn(position)
    // No time passes: whoever is about to send asks the store itself.
    expect(await corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'denied' })
    expect(executions(test)).toBe(before)
  })

  it('does not send what policy let through without asking, either', async () => {
    const before = executions(test)
    const { rulebook } = test.gateway.parts
    const { version } = await rulebook.read()
    await rulebook.setVerdict('devices.reboot', null, 'allow', { by: alice, reason: 'a test', seen: version })
    await test.clock.advance(1_000)
    expect(await replica.parts.corridor.invoke(call())).toMatchObject({ status: 'accepted' })
    await turn('deny')
    // The replica still believes what it knew a moment ago, and yet nothing leaves.
    expect(await replica.parts.corridor.invoke(call())).toMatchObject({ status: 'denied', code: 'policy_changed' })
    expect(executions(test)).toBe(before + 1)
  })

  it('two at once: both are remembered, in an order that all agree on', async () => {
    await Promise.all([turn('deny'), turn('ask', replica)])
    const here = await test.gateway.parts.rulebook.listChanges({ limit: 2 })
    expect(await replica.parts.rulebook.listChanges({ limit: 2 })).toEqual(here)
    expect((await test.gateway.parts.rulebook.readSwitch()).position).toBe(here[0]?.after)
  })
})
