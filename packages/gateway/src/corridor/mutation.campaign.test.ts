/**
 * Whatever changes after a person approved, nothing is sent: every operation that writes, every leaf of what was
 * approved, the row beside it, the world around it and the policy. Only the network's edge is replaced, by one that
 * counts. The same run with the comparison taken out must send, or it proves nothing.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { agent, alice, startTestGateway, type TestGateway } from '../../test/gateway.ts'
import type { ApprovalRow } from '../approvals/index.ts'
import { canonicalJson, digestOf, newId, sha256 } from '../call/index.ts'
import { fixedSource, type Policy, type Rule, redeemPermit, shippedPolicy } from '../policy/index.ts'
import { type Corridor, type CorridorParts, createCorridor } from './index.ts'
import { referencesIn } from './references.ts'

const mutations = process.env.KUNAI_CAMPAIGN === '1' ? 10_000 : 300

const writes = catalogue.flatMap((operation) => {
  if (operation.risk === 'read') return []
  const parsed = parseInput(operation, operation.examples[0].input as Record<string, unknown>)
  return parsed.ok ? [{ operation, input: parsed.input }] : []
})
const references = writes.flatMap(({ operation, input }) => referencesIn(operation, input))
const idsOf = (kind: string) => [...new Set(references.flatMap(({ resource, id }) => (resource === kind ? [id] : [])))]

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway({ times: { decideWithin: 1e9, startWithin: 1e9 } })
})
afterAll(() => test.close())

/** What NinjaOne would answer to lookups. */
const unchanged = {
  organization: 1,
  organizationName: 'Cedar',
  device: 'PRINT01',
  nodeClass: 'WINDOWS_SERVER',
  edited: 'x',
}
let world = unchanged
let policy: Policy = shippedPolicy
let sent = 0

const executor: CorridorParts['executor'] = {
  async execute(permit) {
    const { operation, proposal } = redeemPermit(permit)
    const { id } = proposal.input
    switch (operation.id) {
      case 'devices.get':
        return { id, organizationId: world.organization, displayName: world.device, nodeClass: world.nodeClass }
      case 'organizations.get':
        return { id, name: `${world.organizationName} ${id}` }
      case 'scripts.list':
        return idsOf('script').map((script) => ({ id: script, name: 'Clean up', updatedOn: world.edited }))
      case 'alerts.list':
        return idsOf('alert').map((uid) => ({ uid, deviceId: 1, conditionName: 'Disk full' }))
      case 'devices.listActivities':
        return { activities: [] }
      default:
        if (operation.risk !== 'read') sent++
        return undefined
    }
  },
}

type Change = (row: ApprovalRow) => Promise<void>
const { stringify, parse } = JSON

/** Every place in `value` that can be changed, as a function that changes a copy of it. */
function leaves(value: unknown, put: (changed: unknown) => unknown): (() => unknown)[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => leaves(one, (changed) => put(value.with(at, changed))))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => leaves(one, (changed) => put({ ...value, [key]: changed })))
  }
  if (typeof value === 'number') return [() => put(value + 1)]
  if (typeof value === 'boolean') return [() => put(!value)]
  return [() => put(`${value}x`)]
}

async function store(id: string, columns: Partial<ApprovalRow>): Promise<void> {
  await test.gateway.store.database.updateTable('approvals').set(columns).where('id', '=', id).execute()
}

/** Every way in which this approval can come to be about something else. */
function changesFor(row: ApprovalRow, operation: Operation): Record<string, Change[]> {
  const touches = (kind: string) =>
    (parse(row.proposal).targets as { resource: string }[]).some((one) => one.resource === kind)
  const around =
    (changed: Partial<typeof unchanged>): Change =>
    async () => {
      world = { ...unchanged, ...changed }
    }
  const rule: Rule = { id: 'new', verdict: 'ask', match: { operations: [operation.id] } }
  const ruled =
    (verdict: Rule['verdict'], epoch = 0): Change =>
    async () => {
      policy = {
        version: verdict,
        epoch,
        rules: epoch ? shippedPolicy.rules : [...shippedPolicy.rules, { ...rule, verdict }],
      }
    }
  return {
    proposal: leaves(parse(row.proposal), stringify).map(
      (change) =>
        ({ id }) =>
          store(id, { proposal: change() as string }),
    ),
    actor: leaves(parse(row.actor), stringify).map(
      (change) =>
        ({ id }) =>
          store(id, { actor: change() as string }),
    ),
    // A whole other request, which agrees with itself: only the digest that the person saw tells.
    forged: leaves(parse(row.proposal).input, (input) => input).map((change) => ({ id }) => {
      const input = change() as Record<string, unknown>
      const proposal = { ...parse(row.proposal), input, request: toRequest(operation, input) }
      return store(id, { proposal: canonicalJson(proposal) })
    }),
    row: [
      ({ id }) => store(id, { operation: operation.id === 'devices.reboot' ? 'devices.runScript' : 'devices.reboot' }),
      ({ id }) => store(id, { digest: sha256('another') }),
      ({ id }) => store(id, { start_by: new Date(0).toISOString() }),
    ],
    world: [
      ...(touches('device') ? [{ organization: 2 }, { device: 'DC01' }, { nodeClass: 'LINUX_SERVER' }] : []),
      ...(touches('device') || touches('organization') ? [{ organizationName: 'Birch' }] : []),
      ...(touches('script') ? [{ edited: 'y' }] : []),
    ].map(around),
    policy: [ruled('ask'), ruled('deny'), ruled('ask', 7)],
  }
}

async function approved(corridor: Corridor, { operation, input }: (typeof writes)[number]): Promise<ApprovalRow> {
  const outcome = await corridor.invoke({
    ...{ id: newId('call'), operation: operation.id, input, actor: agent, connection: 'sandbox', door: 'mcp' },
    tool: `ninja-api-${operation.http.method.toLowerCase()}`,
  })
  if (outcome.status !== 'waiting') throw new Error(`${operation.id}: ${stringify(outcome)}`)
  const row = await test.gateway.parts.approvals.find(outcome.approvalId)
  const moved = await test.gateway.parts.approvals.decide(outcome.approvalId, {
    ...{ type: 'approve', by: alice, digest: row?.digest ?? '' },
  })
  if (moved === undefined || !('id' in moved)) throw new Error('not approved')
  return moved
}

function corridorWith(changes: Partial<CorridorParts> = {}): Corridor {
  const { approvals, dispatches, audit, connections, clock } = test.gateway.parts
  return createCorridor({
    ...{ approvals, dispatches, audit, connections, clock, executor },
    policy: fixedSource(() => policy),
    approvalUrl: (id) => id,
    logFault: () => undefined,
    ...changes,
  })
}

/** Approves, changes one thing, carries out; returns how often something was sent, and what was changed. */
async function run(corridor: Corridor, count: number, only?: string) {
  const before = sent
  const seen = new Map<string, number>()
  for (let turn = 0; turn < count; turn++) {
    const wanted = writes[turn % writes.length] as (typeof writes)[number]
    const row = await approved(corridor, wanted)
    const kinds = Object.entries(changesFor(row, wanted.operation)).filter(
      ([kind, changes]) => changes.length > 0 && (only ?? kind) === kind,
    )
    // The seed is the turn, so that a failure can be repeated; proposals have the most leaves and get the most turns.
    const [draw] = fc.sample(fc.tuple(fc.nat(9), fc.nat()), { seed: turn, numRuns: 1 })
    const [sort = 0, place = 0] = draw ?? []
    const [kind, changes] = (sort < 6 ? kinds[0] : kinds[place % kinds.length]) as [string, Change[]]
    await changes[place % changes.length]?.(row)
    const sentBefore = sent
    await corridor.carryOut(row.id)
    world = unchanged
    policy = shippedPolicy
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    if (only === undefined) expect(sent - sentBefore, `${wanted.operation.id}: ${kind} ${place}`).toBe(0)
  }
  return { sends: sent - before, seen }
}

it(`of ${mutations} calls that change after they were approved, none is sent`, async () => {
  const { sends, seen } = await run(corridorWith(), mutations)
  expect(sends).toBe(0)
  expect([...seen.keys()].sort()).toEqual(['actor', 'forged', 'policy', 'proposal', 'row', 'world'])
  console.info(`${mutations} mutations over ${writes.length} operations, ${sends} sends:`, Object.fromEntries(seen))
})

it('of calls that change only in spelling, every one is sent', async () => {
  const corridor = corridorWith()
  for (const wanted of writes) {
    const row = await approved(corridor, wanted)
    const turned = Object.fromEntries(Object.entries(parse(row.proposal)).reverse())
    await store(row.id, { proposal: stringify(turned, null, 3) })
    expect(await corridor.carryOut(row.id), wanted.operation.id).toMatchObject({ status: 'accepted' })
  }
})

it('a corridor that trusts the record it finds is caught: this harness can fail', async () => {
  const { approvals, dispatches } = test.gateway.parts
  const digests = new Map<string, string>()
  const planted = corridorWith({
    approvals: {
      ...approvals,
      async find(id) {
        const row = await approvals.find(id)
        if (row === undefined) return undefined
        digests.set(id, row.digest)
        return { ...row, digest: sha256(canonicalJson(parse(row.proposal))) }
      },
    },
    dispatches: {
      ...dispatches,
      async claim(id, _, request) {
        const claim = await dispatches.claim(id, digests.get(id) ?? '', request)
        return claim && { ...claim, digest: digestOf(request.proposal) }
      },
    },
  })
  const { sends } = await run(planted, 60, 'forged')
  expect(sends).toBeGreaterThan(0)
})
