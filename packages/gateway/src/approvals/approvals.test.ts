/** Beyond yes and no: more time once, withdrawing, going stale, finding again, and secrets that nobody reads. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { canonicalJson, sha256 } from '../call/index.ts'

let test: TestGateway
let device: number

beforeAll(async () => {
  test = await startTestGateway()
  device = await printServer(test)
})
afterAll(() => test.close())

const restart = (changes = {}) =>
  test.ask('devices.controlWindowsService', { id: device, serviceId: 'Spooler', action: 'RESTART' }, changes)
const decide = (id: string, transition: Parameters<TestGateway['gateway']['parts']['approvals']['decide']>[1]) =>
  test.gateway.parts.approvals.decide(id, transition)
const parts = () => test.gateway.parts

describe('more time', () => {
  it('is the whole time again, once, and audited', async () => {
    const asked = waiting(await restart())
    await test.clock.advance(29 * 60_000)
    expect(await decide(asked.approvalId, { type: 'extend', by: alice })).toMatchObject({ state: 'pending' })
    const row = await approvalOf(test, asked.approvalId)
    expect(Date.parse(row.expires_at) - Date.parse(asked.expiresAt)).toBe(30 * 60_000)
    expect(await decide(asked.approvalId, { type: 'extend', by: alice })).toMatchObject({ code: 'already_extended' })
    const [event] = await parts().audit.list({ limit: 1 })
    expect(event).toMatchObject({ kind: 'approval-extended' })
    // What was bound is bound still: it can be approved and is sent.
    await test.clock.advance(20 * 60_000)
    await approve(test, asked.approvalId)
    expect(await parts().corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
  })

  it('comes too late at the very moment it expires', async () => {
    const asked = waiting(await restart())
    await test.clock.advance(30 * 60_000)
    expect(await decide(asked.approvalId, { type: 'extend', by: alice })).toMatchObject({ code: 'expired' })
  })
})

describe('withdrawing', () => {
  const actor = { kind: 'agent', id: 'mcp:test', name: 'test' } as const

  it('is for whoever asked, also after somebody approved, until it is claimed', async () => {
    const before = executions(test)
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    const stranger = { ...actor, id: 'mcp:other' }
    await expect(parts().corridor.withdraw(asked.callId, stranger)).rejects.toMatchObject({ code: 'not_found' })
    await parts().corridor.withdraw(asked.callId, actor)
    expect(await parts().corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'denied', code: 'withdrawn' })
    expect(executions(test)).toBe(before)
  })

  it('comes too late for what was sent', async () => {
    const asked = waiting(await restart())
    await approve(test, asked.approvalId)
    await parts().corridor.carryOut(asked.approvalId)
    await expect(parts().corridor.withdraw(asked.callId, actor)).rejects.toMatchObject({ code: 'not_pending' })
  })
})

describe('what changed since it was asked', () => {
  it('is noticed when somebody looks, and the caller is told what, in our words', async () => {
    const asked = waiting(await restart())
    const row = await approvalOf(test, asked.approvalId)
    const moved = JSON.parse(row.proposal)
    // As if the device had belonged to another client when it was asked.
    moved.targets[0].organization = { id: 9, name: 'Elsewhere' }
    const text = canonicalJson(moved)
    await test.gateway.store.database
      .updateTable('approvals')
      .set({ proposal: text, digest: sha256(text) })
      .where('id', '=', asked.approvalId)
      .execute()
    await parts().corridor.checkStill(asked.approvalId)
    const outcome = await parts().corridor.outcomeOf(asked.callId)
    expect(outcome).toMatchObject({ status: 'denied', code: 'stale' })
    expect((outcome as { message: string }).message).toContain(`device ${device}: the organization it belongs to`)
    expect(JSON.stringify(outcome)).not.toContain('Elsewhere')
  })

  it('leaves alone what is as it was, and what NinjaOne does not tell today', async () => {
    const asked = waiting(await restart())
    await parts().corridor.checkStill(asked.approvalId)
    test.sandbox.control.addFault({ match: { operation: 'devices.get' }, effect: { kind: 'status', status: 403 } })
    await parts().corridor.checkStill(asked.approvalId)
    test.sandbox.control.clearFaults()
    expect(await approvalOf(test, asked.approvalId)).toMatchObject({ state: 'pending' })
  })
})

describe('finding', () => {
  it('by state, connection, operation, requester and text, each of them, and page by page', async () => {
    const actor = { kind: 'agent', id: 'mcp:100%', name: '100% agent', onBehalfOf: 'Dora' } as const
    const ids: string[] = []
    for (const reason of ['one', 'two', 'three_']) {
      await test.clock.advance(1000)
      ids.unshift(waiting(await restart({ actor, reason })).approvalId)
    }
    const { approvals } = parts()
    const list = async (filter: Parameters<typeof approvals.list>[0], limit = 50) =>
      (await approvals.list(filter, limit)).map(({ id }) => id)
    expect(await list({ state: 'pending', requester: 'dora' })).toEqual(ids)
    expect(await list({ requester: '0% a' })).toEqual(ids)
    expect(await list({ requester: '1_0%' })).toEqual([])
    expect(await list({ text: 'THREE_', requester: 'dora' })).toEqual([ids[0]])
    expect(await list({ text: 'two_' })).toEqual([])
    expect(await list({ operation: 'devices.reboot', requester: 'dora' })).toEqual([])
    expect(await list({ connection: 'elsewhere' })).toEqual([])
    expect(await list({ state: 'decided', requester: 'dora' })).toEqual([])
    const first = await approvals.list({ requester: 'dora' }, 2)
    const last = first.at(-1)
    const after = { createdAt: last?.created_at ?? '', id: last?.id ?? '' }
    expect([...first.map(({ id }) => id), ...(await list({ requester: 'dora', after }))]).toEqual(ids)
  })
})
