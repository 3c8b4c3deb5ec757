/** An approval lets exactly what was approved through: every leaf of it counts, and spelling does not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approvalOf,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { definePolicy, type Policy, shippedPolicy } from '../policy/index.ts'

let test: TestGateway
let device: number

let policy: Policy = shippedPolicy

beforeAll(async () => {
  test = await startTestGateway({ policy: () => policy })
  device = await printServer(test)
})
afterAll(() => test.close())

const restart = () => test.ask('devices.controlWindowsService', { id: device, serviceId: 'Spooler', action: 'RESTART' })
const executed = () => executions(test)

/** Every place in `value` that can be changed, as a function that changes a copy of it. */
function leaves(value: unknown, path: string[] = []): { path: string[]; change: (copy: never) => void }[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
  }
  return [
    {
      path,
      change: (copy) => {
        let holder = copy as Record<string, unknown>
        for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>
        const key = path.at(-1) ?? ''
        holder[key] =
          typeof value === 'number'
            ? value + 1
            : typeof value === 'boolean'
              ? !value
              : value === null
                ? 'x'
                : `${value}x`
      },
    },
  ]
}

describe('a call that changes after it was approved', () => {
  it('is not sent, whichever leaf changes', async () => {
    const before = executed()
    const { database } = test.gateway.store
    const sample = waiting(await restart())
    const { proposal } = await approvalOf(test, sample.approvalId)
    const places = leaves(JSON.parse(proposal))
    expect(places.map(({ path }) => path.join('.'))).toEqual(
      expect.arrayContaining([
        'input.action',
        'input.id',
        'request.path',
        'request.body.action',
        'actor.id',
        'connection',
      ]),
    )
    for (const { path, change } of places) {
      const asked = waiting(await restart())
      await approve(test, asked.approvalId)
      const copy = JSON.parse(proposal)
      change(copy as never)
      await database
        .updateTable('approvals')
        .set({ proposal: JSON.stringify(copy) })
        .where('id', '=', asked.approvalId)
        .execute()
      const outcome = await test.gateway.parts.corridor.carryOut(asked.approvalId)
      expect(outcome.status, path.join('.')).toBe('denied')
    }
    expect(executed()).toBe(before)
  })

  it('is sent when only its spelling changes: key order and blanks mean nothing', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    const row = await approvalOf(test, asked.approvalId)
    const turned = Object.fromEntries(Object.entries(JSON.parse(row.proposal)).reverse())
    await test.gateway.store.database
      .updateTable('approvals')
      .set({ proposal: JSON.stringify(turned, null, 4) })
      .where('id', '=', asked.approvalId)
      .execute()
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
    expect(executed()).toBe(before + 1)
  })
})

describe('what changes around an approved call makes it stale', () => {
  it('an edited policy, even one that says the same', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    policy = definePolicy([
      ...shippedPolicy.rules,
      { id: 'and again', verdict: 'ask', match: { risks: ['disruptive'] } },
    ])
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'denied',
      code: 'stale',
    })
    policy = shippedPolicy
    expect(await approvalOf(test, asked.approvalId)).toMatchObject({ state: 'stale' })
    expect(executed()).toBe(before)
  })

  it('an operation that is blocked by now', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    policy = definePolicy([
      ...shippedPolicy.rules,
      { id: 'no services today', verdict: 'deny', match: { operations: ['devices.controlWindowsService'] } },
    ])
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'denied',
      code: 'stale',
    })
    const hidden = await restart()
    expect(hidden).toMatchObject({ status: 'denied', code: 'blocked' })
    const { corridor } = test.gateway.parts
    expect((await corridor.listOperations('sandbox')).map(({ id }) => id)).not.toContain(
      'devices.controlWindowsService',
    )
    policy = shippedPolicy
    expect(executed()).toBe(before)
  })

  it('a device that was decommissioned, or that NinjaOne no longer knows', async () => {
    const { corridor } = test.gateway.parts
    const listed = await test.ask('devices.list', { df: 'class = WINDOWS_WORKSTATION', pageSize: 2 })
    const [left = 0, rejected = 0] = ((listed as { data: { id: number }[] }).data ?? []).map(({ id }) => id)
    const leave = await test.ask('devices.decommission', { id: left })
    const reboots = [left, rejected].map((id) => test.ask('devices.reboot', { id, mode: 'NORMAL' }))
    const [first, second] = (await Promise.all(reboots)).map(waiting)
    const gone = waiting(leave)
    for (const one of [gone, first, second]) if (one) await approve(test, one.approvalId)
    expect(await corridor.carryOut(gone.approvalId)).toMatchObject({ status: 'accepted' })
    test.sandbox.control.addFault({ match: { operation: 'devices.get' }, effect: { kind: 'status', status: 404 } })
    const before = executed()
    for (const [one, because] of [
      [second, 'What changed: a target that is no longer there'],
      [first, `What changed: device ${left}: whether it is part of the fleet`],
    ] as const) {
      const outcome = await corridor.carryOut(one?.approvalId ?? '')
      expect(outcome).toMatchObject({ status: 'denied', code: 'stale', message: expect.stringContaining(because) })
      test.sandbox.control.clearFaults()
    }
    expect(executed()).toBe(before)
  })

  it('facts that cannot be read: not sent, and said so', async () => {
    const before = executed()
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    test.sandbox.control.addFault({ match: { operation: 'devices.get' }, effect: { kind: 'status', status: 403 } })
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({
      status: 'failed',
      code: 'lookup_failed',
    })
    test.sandbox.control.clearFaults()
    // The approval is used up: nothing happens later that nobody expects any more.
    expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'failed' })
    expect(executed()).toBe(before)
  })
})
