/** What people do with approvals. Deciding is for signed-in people alone. */
import { z } from 'zod'
import { type ApprovalRow, isRefusal, type Transition } from '../approvals/index.ts'
import { GatewayError, type Proposal, runBash } from '../call/index.ts'
import { defineAction, type Parts, type Principal } from './action.ts'
import { readLiveFacts } from './live-facts.ts'
import { viewApproval, viewEvent } from './views.ts'

/** Most approvals one page shows. */
const listMax = 200

const ApprovalId = z.string().regex(/^approval_[0-9a-f]{32}$/)
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Reason = z.string().max(2000)

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
  input: z.strictObject({ state: z.enum(['pending', 'decided']).default('pending') }),
  async run(parts, _, { state }) {
    await parts.approvals.expireDue()
    const rows = await parts.approvals.list(state, listMax)
    return { approvals: await Promise.all(rows.map((row) => view(parts, row))) }
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
    const row = await find(parts, id)
    const proposal = JSON.parse(row.proposal) as Proposal
    const events = await parts.audit.list({ callId: row.call_id, limit: 100 })
    return {
      ...(await view(parts, row)),
      digest: row.digest,
      request: {
        ...proposal.request,
        baseUrl: parts.connections.find(({ name }) => name === row.connection)?.baseUrl ?? '',
      },
      input: proposal.input,
      // As text, because nobody reads base64; the request beside it is what leaves.
      script: row.operation === runBash.id ? String(proposal.input.script) : null,
      policy: { version: proposal.policyVersion, rule: row.rule },
      live: await readLiveFacts(parts, proposal),
      events: events.map(viewEvent).reverse(),
    }
  },
})

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
  const moved = await parts.approvals.decide(id, { ...transition, by })
  if (moved === undefined) throw new GatewayError('not_found', `There is no approval ${id}.`)
  if (isRefusal(moved as never)) {
    const { code, message } = moved as { code: string; message: string }
    throw new GatewayError(code, message)
  }
  const row = moved as ApprovalRow
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
