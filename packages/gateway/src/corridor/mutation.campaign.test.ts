/**
 * Whatever changes after a person approved, nothing is sent: every operation that writes, every leaf of what was
 * approved, the row beside it, the world around it and the policy. Only the network's edge is replaced, by one that
 * counts. The same run with the comparison taken out must send, or it proves nothing.
 */
import type { Operation } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { agent, alice, startTestGateway, type TestGateway } from '../../test/gateway.ts'
import type { ApprovalRow } from '../approvals/index.ts'
import {
  bashRequest,
  type Connection,
  canonicalJson,
  digestOf,
  newId,
  operations,
  runBash,
  sha256,
} from '../call/index.ts'
import { fixedSource, type Policy, type Rule, redeemPermit, shippedPolicy } from '../policy/index.ts'
import { type Corridor, type CorridorParts, createCorridor } from './index.ts'
import { referencesIn } from './references.ts'
import { type Leaf, leavesOf, pick } from './test/mutations.ts'

const long = process.env.KUNAI_CAMPAIGN === '1'
const mutations = long ? 10_000 : 300
/** The connection's script that runs bash. */
const runner = 11

const writes = operations.flatMap((operation) => {
  if (operation.risk === 'read') return []
  const parsed = parseInput(operation, operation.examples[0].input as Record<string, unknown>)
  return parsed.ok ? [{ operation, input: parsed.input }] : []
})
const references = writes.flatMap(({ operation, input }) => referencesIn(operation, input))
const idsOf = (kind: string) => [...new Set(references.flatMap(({ resource, id }) => (resource === kind ? [id] : [])))]

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway(
    { times: { decideWithin: 1e9, startWithin: 1e9 } },
    { connection: { bashRunnerScriptId: runner } },
  )
  configured = test.gateway.parts.connections
})
afterAll(() => test.close())

/** What NinjaOne would answer to lookups. */
const unchanged = {
  organization: 1,
  organizationName: 'Cedar',
  device: 'PRINT01',
  nodeClass: 'LINUX_SERVER',
  offline: false,
  edited: 'x',
}
let world = unchanged
/** Whose credentials a name stands for, and what it runs bash with. */
let connections: Partial<Connection> = {}
let configured: readonly Connection[] = []
let policy: Policy = shippedPolicy
let sent = 0

const executor: CorridorParts['executor'] = {
  async execute(permit) {
    const { operation, proposal } = redeemPermit(permit)
    const { id } = proposal.input
    switch (operation.id) {
      case 'devices.get':
        return {
          ...{ id, organizationId: world.organization, displayName: world.device },
          ...{ nodeClass: world.nodeClass, offline: world.offline },
        }
      case 'organizations.get':
        return { id, name: `${world.organizationName} ${id}` }
      case 'scripts.list':
        return [...idsOf('script'), runner, runner + 1].map((script) => ({
          id: script,
          name: 'Clean up',
          updatedOn: world.edited,
        }))
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
/** A place and, for each other thing that can be there, the change. */
interface Place {
  readonly name: string
  readonly changes: readonly Change[]
}
const { stringify, parse } = JSON

async function store(id: string, columns: Partial<ApprovalRow>): Promise<void> {
  await test.gateway.store.database.updateTable('approvals').set(columns).where('id', '=', id).execute()
}

/** The request that a forged input would make, so that the record agrees with itself; undefined where it makes none. */
function requestOf(operation: Operation, input: Record<string, unknown>, callId: string): unknown {
  try {
    const request = operation.id === runBash.id ? bashRequest(input, runner, callId) : toRequest(operation, input)
    return canonicalJson(request) && request
  } catch {
    return undefined
  }
}

/** Every way in which this approval can come to be about something else. */
function placesOf(row: ApprovalRow, operation: Operation): Place[] {
  const { id } = row
  const proposal = parse(row.proposal)
  const touches = (kind: string) => (proposal.targets as { resource: string }[]).some((one) => one.resource === kind)
  const around = (changed: Partial<typeof unchanged>): Change => {
    return async () => {
      world = { ...unchanged, ...changed }
    }
  }
  const connected = (changed: Partial<Connection>): Change => {
    return async () => {
      connections = changed
    }
  }
  const ruled = (verdict: Rule['verdict'], epoch = 0): Change => {
    const rule: Rule = { id: 'new', verdict, match: { operations: [operation.id] } }
    const rules = epoch ? shippedPolicy.rules : [...shippedPolicy.rules, rule]
    return async () => {
      policy = { version: verdict, epoch, rules }
    }
  }
  const stored = (column: keyof ApprovalRow, { path, changed }: Leaf): Place => ({
    name: `${column}${path}`,
    changes: changed.map((change) => () => store(id, { [column]: stringify(change()) })),
  })
  // A whole other request, which agrees with itself: only the digest that the person saw tells.
  const forged = ({ path, changed }: Leaf): Place => ({
    name: `forged${path}`,
    changes: changed.map((change) => () => {
      const input = change() as Record<string, unknown>
      const request = requestOf(operation, input, row.call_id) ?? proposal.request
      return store(id, { proposal: canonicalJson({ ...proposal, input, request }) })
    }),
  })
  const other = operation.id === 'devices.reboot' ? 'devices.runScript' : 'devices.reboot'
  const places: Record<string, readonly Change[]> = {
    'row.operation': [() => store(id, { operation: other })],
    'row.digest': [() => store(id, { digest: sha256('another') })],
    'row.start_by': [() => store(id, { start_by: new Date(0).toISOString() })],
    'world.device': touches('device')
      ? [{ organization: 2 }, { device: 'DC01' }, { device: 'PRINT0l' }, { nodeClass: 'MAC' }].map(around)
      : [],
    'world.organization': touches('device') || touches('organization') ? [around({ organizationName: 'Birch' })] : [],
    'world.script': touches('script') ? [around({ edited: 'y' })] : [],
    'world.connection': [
      connected({ tenant: 'another' }),
      ...(operation.id === runBash.id ? [connected({ bashRunnerScriptId: runner + 1 })] : []),
    ],
    'policy.rules': [ruled('ask'), ruled('deny'), ruled('ask', 7)],
  }
  return [
    ...leavesOf(proposal).map((leaf) => stored('proposal', leaf)),
    ...leavesOf(parse(row.actor)).map((leaf) => stored('actor', leaf)),
    ...leavesOf(proposal.input).map(forged),
    ...Object.entries(places).map(([name, changes]) => ({ name, changes })),
  ].filter(({ changes }) => changes.length > 0)
}

async function approved(corridor: Corridor, { operation, input }: (typeof writes)[number]): Promise<ApprovalRow> {
  const outcome = await corridor.invoke({
    ...{ id: newId('call'), operation: operation.id, input, actor: agent, connection: 'sandbox', door: 'mcp' },
    tool: operation.id === runBash.id ? 'ninja-run-bash' : `ninja-api-${operation.http.method.toLowerCase()}`,
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
  const { approvals, dispatches, audit, clock } = test.gateway.parts
  return createCorridor({
    ...{ approvals, dispatches, audit, clock, executor },
    get connections() {
      return configured.map((one) => ({ ...one, ...connections }))
    },
    policy: fixedSource(() => policy),
    approvalUrl: (id) => id,
    logFault: () => undefined,
    ...changes,
  })
}

interface Turn {
  readonly write: (typeof writes)[number]
  readonly place: number
  readonly change: number
}

/** Each place of each operation once, then each other change of it, until there are enough. */
async function planTurns(corridor: Corridor, count: number, only: string): Promise<{ turns: Turn[]; places: number }> {
  const ranks: Turn[][] = []
  for (const write of writes) {
    const all = placesOf(await approved(corridor, write), write.operation)
    for (const [place, { name, changes }] of all.entries()) {
      if (!name.startsWith(only)) continue
      for (const change of changes.keys()) {
        ranks[change] ??= []
        ranks[change].push({ write, place, change })
      }
    }
  }
  const places = ranks[0]?.length ?? 0
  const mixed = (turns: Turn[]) => turns.map((_, turn) => turns[pick(turn, turns.length)] as Turn)
  return { turns: ranks.flatMap(mixed).slice(0, count), places }
}

/** Approves, changes one thing, carries out; returns how often something was sent, and what was changed. */
async function run(corridor: Corridor, count: number, only = '') {
  const { turns, places } = await planTurns(corridor, count, only)
  const seen: Record<string, number> = {}
  const before = sent
  for (const { write, place, change } of turns) {
    const row = await approved(corridor, write)
    const { name, changes } = placesOf(row, write.operation)[place] as Place
    await changes[change]?.(row)
    const sentBefore = sent
    const outcome = await corridor.carryOut(row.id)
    world = unchanged
    connections = {}
    policy = shippedPolicy
    const [kind = ''] = name.split(/[.[]/)
    seen[kind] = (seen[kind] ?? 0) + 1
    if (only === '') {
      expect(sent - sentBefore, `${write.operation.id}: ${name}, change ${change}`).toBe(0)
      // What came too late still waits for whoever writes that down.
      expect(['denied', 'waiting'], `${write.operation.id}: ${name}, change ${change}`).toContain(outcome.status)
    }
  }
  return { sends: sent - before, seen, places, turns: turns.length }
}

it(`of ${mutations} calls that change after they were approved, none is sent`, async () => {
  const { sends, seen, places, turns } = await run(corridorWith(), mutations)
  expect(sends).toBe(0)
  expect(Object.keys(seen).sort()).toEqual(['actor', 'forged', 'policy', 'proposal', 'row', 'world'])
  expect(turns).toBe(mutations)
  // The long form leaves no place out.
  if (long) expect(turns).toBeGreaterThanOrEqual(places)
  console.info(
    `${turns} mutations in ${Math.min(turns, places)} of ${places} places over ${writes.length} operations: ${sends} sends.`,
    seen,
  )
})

/** What may change without changing what was approved. */
const sameMeaning: readonly ((row: ApprovalRow) => Promise<void>)[] = [
  async ({ id, proposal }) => {
    const turned = Object.fromEntries(Object.entries(parse(proposal)).reverse())
    await store(id, { proposal: stringify(turned, null, 3) })
  },
  async () => {
    world = { ...unchanged, offline: true }
  },
  async ({ operation }) => {
    const others = writes
      .map((write) => write.operation.id)
      .filter((id) => id !== operation && id !== 'devices.runScript')
    const rule: Rule = { id: 'new', verdict: 'deny', match: { operations: others } }
    policy = { ...shippedPolicy, version: 'another', rules: [...shippedPolicy.rules, rule] }
  },
]

it('of calls that change only in what does not matter (spelling, online or not, other rules), every one is sent', async () => {
  const corridor = corridorWith()
  let count = 0
  for (const [at, write] of writes.entries()) {
    for (const change of long ? sameMeaning : [sameMeaning[at % sameMeaning.length]]) {
      const row = await approved(corridor, write)
      await change?.(row)
      expect(await corridor.carryOut(row.id), write.operation.id).toMatchObject({ status: 'accepted' })
      world = unchanged
      policy = shippedPolicy
      count++
    }
  }
  console.info(`${count} calls that changed in nothing that matters: all sent.`)
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
