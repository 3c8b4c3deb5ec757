/** What people do with approvals. Deciding is for signed-in people alone. */
import { z } from 'zod'
import { type ApprovalRow, isRefusal, type Transition } from '../approvals/index.ts'
import { GatewayError, type Proposal, runBash, showProposal } from '../call/index.ts'
import { actorOf, defineAction, type Parts, type Principal } from './action.ts'
import { readChangesNow } from './changes-now.ts'
import { readLiveFacts } from './live-facts.ts'
import { viewApproval, viewEvent } from './views.ts'

const ApprovalId = z.string().regex(/^approval_[0-9a-f]{32}$/)
const CallId = z.string().regex(/^call_[0-9a-f]{32}$/)
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Reason = z.string().max(2000)
const Words = z.string().min(1).max(200)

async function view(parts: Parts, row: ApprovalRow) {
  return viewApproval(row, await parts.corridor.outcomeOf(row.call_id), parts.connections)
}

async function find(parts: Parts, id: string): Promise<ApprovalRow> {
  const row = await parts.approvals.find(id)
  if (row === undefined) throw new GatewayError('not_found', `There is no approval ${id}.`)
  return row
}

export const listApprovals = defineAction({
  id: 'approvals.list',
  summary: 'List approvals that wait, or that were decided',
  http: { method: 'GET', path: '/api/approvals' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({
    state: z
      .enum(['pending', 'decided', 'approved', 'rejected', 'expired', 'withdrawn', 'stale', 'any'])
      .default('pending'),
    connection: Words.optional(),
    operation: Words.optional(),
    requester: Words.optional(),
    text: Words.optional(),
    after: ApprovalId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  async run(parts, _, { state, after, limit, ...words }) {
    await parts.approvals.expireDue()
    const last = after === undefined ? undefined : await find(parts, after)
    const filter = {
      ...words,
      ...(state !== 'any' && { state }),
      ...(last && { after: { createdAt: last.created_at, id: last.id } }),
    }
    // One more than asked for tells whether there is a next page.
    const rows = await parts.approvals.list(filter, limit + 1)
    const page = rows.slice(0, limit)
    return {
      approvals: await Promise.all(page.map((row) => view(parts, row))),
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})

export const getApproval = defineAction({
  id: 'approvals.get',
  summary: 'Get one approval with the exact request and facts read now',
  http: { method: 'GET', path: '/api/approvals/:id' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({ id: ApprovalId }),
  async run(parts, _, { id }) {
    await parts.approvals.expireDue()
    await parts.corridor.checkStill(id)
    const row = await find(parts, id)
    const proposal = JSON.parse(row.proposal) as Proposal
    const events = await parts.audit.list({ callId: row.call_id, limit: 100 })
    const { request, input, hidden } = showProposal(proposal, parts.fingerprint)
    return {
      ...(await view(parts, row)),
      digest: row.digest,
      tool: proposal.tool ?? null,
      hiddenSecrets: hidden,
      canExtend: row.state === 'pending' && row.extended_by === null,
      extendedBy: row.extended_by === null ? null : JSON.parse(row.extended_by),
      request: {
        ...request,
        baseUrl: parts.connections.find(({ name }) => name === row.connection)?.baseUrl ?? '',
      },
      input,
      // As text, because nobody reads base64; the request beside it is what leaves.
      script: row.operation === runBash.id ? String(proposal.input.script) : null,
      policy: { version: proposal.policyVersion, rule: row.rule },
      live: await readLiveFacts(parts, proposal),
      // What is hidden in the request must not be readable beside it.
      changes: hidden === 0 && row.state === 'pending' ? await readChangesNow(parts, proposal) : null,
      similar: await findSimilar(parts, row),
      events: events.map(viewEvent).reverse(),
    }
  },
})

/** @throws GatewayError with the refusal's own words when the approval does not move. */
async function moveTo(parts: Parts, id: string, transition: Transition): Promise<ApprovalRow> {
  const moved = await parts.approvals.decide(id, transition)
  if (moved === undefined) throw new GatewayError('not_found', `There is no approval ${id}.`)
  if (isRefusal(moved as never)) {
    const { code, message } = moved as { code: string; message: string }
    throw new GatewayError(code, message)
  }
  return moved as ApprovalRow
}

/** Most of them that one page shows. */
const similarMax = 5

/** What people decided about the same operation on the same connection, newest first. */
async function findSimilar(parts: Parts, row: ApprovalRow) {
  const { operation, connection } = row
  const rows = await parts.approvals.list({ state: 'decided', operation, connection }, similarMax + 1)
  return rows
    .filter(({ id, decided_by }) => id !== row.id && decided_by !== null)
    .slice(0, similarMax)
    .map(({ id, title, state, decided_by, decided_at, decision_reason }) => ({
      ...{ id, title, state, decidedAt: decided_at, decisionReason: decision_reason },
      decidedBy: JSON.parse(decided_by ?? 'null'),
    }))
}

async function decide(
  parts: Parts,
  principal: Principal,
  id: string,
  transition: Pick<Transition & { digest: string }, 'digest'> &
    ({ type: 'approve'; reason?: string | undefined } | { type: 'deny'; reason: string }),
) {
  // The door lets nobody else in here; this is the second lock on the same door.
  if (principal.kind !== 'person') throw new GatewayError('forbidden', 'Only a signed-in person can decide.')
  const by = principal.session.person
  // Nobody approves what has changed since it was shown, even if nobody noticed yet.
  if (transition.type === 'approve') await parts.corridor.checkStill(id)
  const row = await moveTo(parts, id, { ...transition, by })
  if (row.state === 'approved') parts.carryOutSoon(id)
  return view(parts, row)
}

export const approveApproval = defineAction({
  id: 'approvals.approve',
  summary: 'Approve a call, once',
  http: { method: 'POST', path: '/api/approvals/:id/approve' },
  principals: ['person'],
  decides: true,
  input: z.strictObject({ id: ApprovalId, digest: Digest, reason: Reason.optional() }),
  run: (parts, principal, { id, digest, reason }) => decide(parts, principal, id, { type: 'approve', digest, reason }),
})

export const denyApproval = defineAction({
  id: 'approvals.deny',
  summary: 'Deny a call, with a reason for whoever asked',
  http: { method: 'POST', path: '/api/approvals/:id/deny' },
  principals: ['person'],
  decides: true,
  input: z.strictObject({ id: ApprovalId, digest: Digest, reason: Reason.min(1) }),
  run: (parts, principal, { id, digest, reason }) => decide(parts, principal, id, { type: 'deny', digest, reason }),
})

export const extendApproval = defineAction({
  id: 'approvals.extend',
  summary: 'Give an approval its whole time to decide once more',
  http: { method: 'POST', path: '/api/approvals/:id/extend' },
  principals: ['person'],
  decides: true,
  input: z.strictObject({ id: ApprovalId }),
  async run(parts, principal, { id }) {
    if (principal.kind !== 'person') throw new GatewayError('forbidden', 'Only a signed-in person can give more time.')
    return view(parts, await moveTo(parts, id, { type: 'extend', by: principal.session.person }))
  },
})

export const withdrawCall = defineAction({
  id: 'calls.withdraw',
  summary: 'Take back a call that you asked for and that was not sent yet',
  http: { method: 'POST', path: '/api/calls/:id/withdraw' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({ id: CallId }),
  async run(parts, principal, { id }) {
    await parts.corridor.withdraw(id, actorOf(principal))
    return parts.corridor.outcomeOf(id)
  },
})
