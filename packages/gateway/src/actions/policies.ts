/** What people do with policies. Reading is for everybody who is signed in; changing is for owners among them. */
import { z } from 'zod'
import { GatewayError } from '../call/index.ts'
import { bases, switchPositions, verdicts } from '../policy/index.ts'
import type { PolicyChange } from '../rulebook/index.ts'
import { defineAction, ownerOf, type Parts } from './action.ts'
import { viewPolicies } from './policy-view.ts'

const Subject = z.string().min(1).max(100)
/** Absent or empty: every connection that has nothing of its own. */
const Connection = z.string().max(100).optional()
const Reason = z.string().min(1).max(2000)
const Seen = z.int().nonnegative()

/** Null for every connection; otherwise the name of one there is. */
function connectionNamed(parts: Parts, name: string | undefined): string | null {
  if (name === undefined || name === '') return null
  if (!parts.connections.some((one) => one.name === name)) {
    throw new GatewayError('unknown_connection', `There is no connection "${name.slice(0, 64)}".`)
  }
  return name
}

/** Every change answers with itself: the page reads the table again anyway. */
const made = async (change: Promise<PolicyChange>) => ({ change: await change })

export const getPolicies = defineAction({
  id: 'policies.get',
  summary: 'List every operation and generic tool with what policy says of it',
  http: { method: 'GET', path: '/api/policies' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({ connection: Connection }),
  run: async (parts, _, { connection }) =>
    viewPolicies(await parts.rulebook.read(), connectionNamed(parts, connection), parts.connections, parts.tools),
})

export const setPolicy = defineAction({
  id: 'policies.set',
  summary: 'Set the verdict of an operation or a generic tool',
  http: { method: 'PUT', path: '/api/policies' },
  principals: ['person'],
  ownerOnly: true,
  decides: true,
  input: z.strictObject({
    subject: Subject,
    connection: Connection,
    verdict: z.enum(verdicts),
    reason: Reason,
    seen: Seen,
  }),
  run: (parts, principal, { subject, connection, verdict, reason, seen }) => {
    const by = ownerOf(principal)
    return made(parts.rulebook.setVerdict(subject, connectionNamed(parts, connection), verdict, { by, reason, seen }))
  },
})

export const resetPolicies = defineAction({
  id: 'policies.reset',
  summary: 'Take away what was set, on one connection or on all',
  http: { method: 'POST', path: '/api/policies/reset' },
  principals: ['person'],
  ownerOnly: true,
  decides: true,
  input: z.strictObject({ connection: Connection, reason: Reason, seen: Seen }),
  run: (parts, principal, { connection, reason, seen }) => {
    const by = ownerOf(principal)
    return made(parts.rulebook.reset(connectionNamed(parts, connection) ?? undefined, { by, reason, seen }))
  },
})

export const usePreset = defineAction({
  id: 'policies.usePreset',
  summary: 'Start from a preset, on one connection or on all',
  http: { method: 'POST', path: '/api/policies/preset' },
  principals: ['person'],
  ownerOnly: true,
  decides: true,
  input: z.strictObject({ preset: z.enum(bases), connection: Connection, reason: Reason, seen: Seen }),
  run: (parts, principal, { preset, connection, reason, seen }) => {
    const by = ownerOf(principal)
    return made(parts.rulebook.usePreset(preset, connectionNamed(parts, connection), { by, reason, seen }))
  },
})

export const getSwitch = defineAction({
  id: 'policies.getSwitch',
  summary: 'Get where the emergency switch stands',
  http: { method: 'GET', path: '/api/policies/switch' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({}),
  async run(parts) {
    const { position, change } = await parts.rulebook.readSwitch()
    return { position, change: change ?? null }
  },
})

export const turnSwitch = defineAction({
  id: 'policies.turnSwitch',
  summary: 'Turn every write to Approval or Blocked at once, or back',
  http: { method: 'POST', path: '/api/policies/switch' },
  principals: ['person'],
  ownerOnly: true,
  decides: true,
  input: z.strictObject({ position: z.enum(switchPositions), reason: Reason }),
  run: (parts, principal, { position, reason }) =>
    made(parts.rulebook.turnSwitch(position, { by: ownerOf(principal), reason })),
})

export const listPolicyChanges = defineAction({
  id: 'policies.listChanges',
  summary: 'List who changed what of the policies, when and why; newest first',
  http: { method: 'GET', path: '/api/policies/changes' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(25),
  }),
  async run(parts, _, { before, limit }) {
    const found = await parts.rulebook.listChanges({ limit: limit + 1, ...(before !== undefined && { before }) })
    const changes = found.slice(0, limit)
    return { changes, next: found.length > limit ? (changes.at(-1)?.version ?? null) : null }
  },
})

export const simulate = defineAction({
  id: 'policies.simulate',
  summary: 'Say what would happen to a call and by which rule; sends nothing',
  http: { method: 'POST', path: '/api/policies/simulate' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({
    operation: z.string().max(100),
    connection: z.string().max(100),
    tool: z.string().max(100).optional(),
    input: z.record(z.string(), z.unknown()).optional(),
  }),
  run: (parts, _, { operation, connection, tool, input }) =>
    parts.corridor.simulate({ operation, connection, tool, input }),
})
