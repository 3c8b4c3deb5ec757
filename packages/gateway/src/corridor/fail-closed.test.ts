/** Any fault in policy, store, clock or audit denies: nothing is sent, and the caller learns nothing but that. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  agent,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { newId } from '../call/index.ts'
import { type CorridorParts, createCorridor, createExecutor } from './index.ts'

let test: TestGateway
let device: number

beforeAll(async () => {
  test = await startTestGateway()
  device = await printServer(test)
})
afterAll(() => test.close())

class PlantedFault extends Error {}
const fault = () => {
  throw new PlantedFault('planted: secret detail')
}
const without = <Part extends object>(part: Part, method: keyof Part): Part =>
  new Proxy(part, { get: (target, name) => (name === method ? async () => fault() : Reflect.get(target, name)) })

const brokenPolicy = (policy: CorridorParts['policy']) => without(without(policy, 'current'), 'fresh')

/** The gateway's own corridor, with some parts replaced by broken ones. Its executor counts instead of sending. */
function brokenCorridor(broken: (parts: CorridorParts) => Partial<CorridorParts>) {
  const { parts } = test.gateway
  let sent = 0
  const real: CorridorParts = {
    policy: parts.policy,
    connections: parts.connections,
    approvals: parts.approvals,
    dispatches: parts.dispatches,
    audit: parts.audit,
    clock: parts.clock,
    executor: createExecutor(new Map(), parts.clock),
    approvalUrl: (id) => id,
    logFault: () => undefined,
  }
  const executor: CorridorParts['executor'] = {
    async execute() {
      sent++
      return { id: device, organizationId: 1, activities: [], name: 'x' }
    },
  }
  return { corridor: createCorridor({ ...real, executor, ...broken({ ...real, executor }) }), sent: () => sent }
}

const call = (operation: string, input: Record<string, unknown>) => ({
  id: newId('call'),
  operation,
  input,
  actor: agent,
  connection: 'sandbox',
  door: 'mcp' as const,
})

describe.each<[string, (parts: CorridorParts) => Partial<CorridorParts>]>([
  ['policy', ({ policy }) => ({ policy: brokenPolicy(policy) })],
  ['store, when asking', ({ approvals }) => ({ approvals: without(approvals, 'ask') })],
])('a fault in %s while a write is asked for', (_, broken) => {
  it('denies, without the fault’s own words', async () => {
    const { corridor } = brokenCorridor(broken)
    const outcome = await corridor.invoke(call('devices.reboot', { id: device, mode: 'NORMAL' }))
    expect(outcome).toMatchObject({ status: 'denied', code: 'internal_fault' })
    expect(JSON.stringify(outcome)).not.toContain('planted')
  })
})

it('a read whose audit cannot be written gives no data', async () => {
  const { corridor } = brokenCorridor(({ audit }) => ({ audit: without(audit, 'append') }))
  const outcome = await corridor.invoke(call('devices.get', { id: device }))
  expect(outcome).toMatchObject({ status: 'denied', code: 'internal_fault' })
  expect(outcome).not.toHaveProperty('data')
})

/** Reads may happen on the way; what counts is that the command itself never leaves. */
describe.each<[string, (parts: CorridorParts) => Partial<CorridorParts>]>([
  ['policy', ({ policy }) => ({ policy: brokenPolicy(policy) })],
  ['store, reading the approval', ({ approvals }) => ({ approvals: without(approvals, 'find') })],
  ['store, looking for an earlier claim', ({ dispatches }) => ({ dispatches: without(dispatches, 'find') })],
  ['store, claiming', ({ dispatches }) => ({ dispatches: without(dispatches, 'claim') })],
])('a fault in %s while an approved call is carried out', (_, broken) => {
  it('sends nothing', async () => {
    const asked = waiting(await test.ask('devices.reboot', { id: device, mode: 'NORMAL' }))
    await approve(test, asked.approvalId)
    const before = executions(test)
    const clients = test.gateway.executor
    const { corridor } = brokenCorridor((parts) => ({ executor: clients, ...broken({ ...parts, executor: clients }) }))
    await corridor.carryOut(asked.approvalId).catch((error) => expect(error).toBeInstanceOf(PlantedFault))
    expect(executions(test)).toBe(before)
  })
})

it('the same, unbroken, does send: the test above can fail', async () => {
  const asked = waiting(await test.ask('devices.reboot', { id: device, mode: 'NORMAL' }))
  await approve(test, asked.approvalId)
  const before = executions(test)
  const { corridor } = brokenCorridor(() => ({ executor: test.gateway.executor }))
  expect(await corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
  expect(executions(test)).toBe(before + 1)
})
