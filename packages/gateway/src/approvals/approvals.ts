/** Approvals in the store: asked for, decided by people, expired, made stale. Every move is one transaction with its audit event. */
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import {
  type Actor,
  type AuditEntry,
  type Call,
  digestOf,
  newId,
  type Proposal,
  planOperation,
  proposalText,
  storableText,
} from '../call/index.ts'
import type { ApprovalRow, Database, Store } from '../store/index.ts'
import { type ApprovalFilter, listApprovals } from './list.ts'
import { isRefusal, type Moved, move, type Transition } from './transition.ts'

/** Milliseconds. */
export interface ApprovalTimes {
  /** From asking to deciding. */
  readonly decideWithin: number
  /** From deciding to the first byte leaving. */
  readonly startWithin: number
}

export const defaultTimes: ApprovalTimes = { decideWithin: 30 * 60_000, startWithin: 10 * 60_000 }

/** Whom the gateway's own doings are written down to. */
export const gatewayActor: Actor = { kind: 'schedule', id: 'gateway', name: 'Kunai' }

export interface Approvals {
  ask(call: Call, proposal: Proposal, rule: string, title: string): Promise<ApprovalRow>
  find(id: string): Promise<ApprovalRow | undefined>
  findByCall(callId: string): Promise<ApprovalRow | undefined>
  /** Newest first. */
  list(filter: ApprovalFilter, limit: number): Promise<ApprovalRow[]>
  /** Calls approved and never claimed: what a restart must carry on with. Plans are the jobs' to look after. */
  listUnclaimed(): Promise<ApprovalRow[]>
  /** The row after the move, or why it did not move. */
  decide(id: string, transition: Transition): Promise<ApprovalRow | Exclude<Moved, { state: unknown }> | undefined>
  /** Ends what nobody decided, or nobody started, in time; returns how many. */
  expireDue(): Promise<number>
}

const verbs: Record<Transition['type'], string> = {
  approve: 'approval-approved',
  deny: 'approval-rejected',
  expire: 'approval-expired',
  stale: 'approval-stale',
  extend: 'approval-extended',
  withdraw: 'approval-withdrawn',
}

export function createApprovals(
  store: Store,
  audit: Audit,
  clock: Clock,
  times: ApprovalTimes = defaultTimes,
): Approvals {
  const { database } = store
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

  function entryFor(row: ApprovalRow, transition: Transition): AuditEntry {
    const by = 'by' in transition ? transition.by : undefined
    const actor = 'actor' in transition ? transition.actor : undefined
    const summary = {
      approve: `${by?.name} approved: ${row.title}`,
      deny: `${by?.name} denied: ${row.title}`,
      expire: `Nobody ${row.state === 'approved' ? 'started' : 'decided'} in time: ${row.title}`,
      stale: `No longer what was shown: ${row.title}`,
      extend: `${by?.name} gave more time to decide: ${row.title}`,
      withdraw: `${actor?.name} withdrew: ${row.title}`,
    }[transition.type]
    return {
      kind: verbs[transition.type],
      callId: row.call_id,
      approvalId: row.id,
      operation: row.operation,
      connection: row.connection,
      actor: actor ?? (by ? { kind: 'person', id: by.id, name: by.name } : gatewayActor),
      door: by ? 'http' : undefined,
      summary,
      data: {
        digest: row.digest,
        ...('reason' in transition && transition.reason && { reason: transition.reason }),
        ...('because' in transition && transition.because && { because: transition.because }),
      },
    }
  }

  async function moveIn(transaction: Database, id: string, transition: Transition) {
    const row = await transaction
      .selectFrom('approvals')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) return undefined
    const now = clock.now()
    // An approval that was claimed has left our hands; only the dispatch says what came of it.
    const dispatch = await transaction
      .selectFrom('dispatches')
      .select('call_id')
      .where('approval_id', '=', id)
      .executeTakeFirst()
    const moved = dispatch
      ? ({ code: 'not_pending', message: 'Too late: the call is on its way.' } as const)
      : move(row, transition, now)
    if (isRefusal(moved)) return moved
    const decision: Partial<ApprovalRow> =
      transition.type === 'extend'
        ? {
            expires_at: iso(Date.parse(row.expires_at) + times.decideWithin),
            extended_by: JSON.stringify({ id: transition.by.id, name: transition.by.name }),
          }
        : 'by' in transition
          ? {
              decided_at: iso(now),
              decided_by: JSON.stringify({ id: transition.by.id, name: transition.by.name }),
              decision_reason: transition.reason ?? null,
              start_by: transition.type === 'approve' ? iso(now + times.startWithin) : null,
            }
          : {
              decided_at: row.decided_at ?? iso(now),
              ...('because' in transition && transition.because !== undefined && { stale_because: transition.because }),
            }
    const updated = await transaction
      .updateTable('approvals')
      .set({ state: moved.state, ...decision })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit.appendIn(transaction, [entryFor(row, transition)])
    return updated
  }

  return {
    async ask(call, proposal, rule, title) {
      const now = clock.now()
      const row: ApprovalRow = {
        id: newId('approval'),
        call_id: call.id,
        state: 'pending',
        connection: proposal.connection,
        operation: proposal.operation,
        risk: proposal.risk,
        title: storableText(title),
        actor: JSON.stringify(proposal.actor),
        door: call.door,
        reason: call.reason === undefined ? null : storableText(call.reason),
        targets: JSON.stringify(proposal.targets),
        proposal: proposalText(proposal),
        digest: digestOf(proposal),
        rule,
        created_at: iso(now),
        expires_at: iso(now + times.decideWithin),
        start_by: null,
        decided_at: null,
        decided_by: null,
        decision_reason: null,
        extended_by: null,
        stale_because: null,
      }
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('approvals').values(row).execute()
        await audit.appendIn(transaction, [
          {
            kind: 'call-asked',
            callId: call.id,
            approvalId: row.id,
            operation: row.operation,
            connection: row.connection,
            actor: proposal.actor,
            door: call.door,
            summary: `Waits for a person: ${title}`,
            data: { digest: row.digest, rule, policyVersion: proposal.policyVersion, expiresAt: row.expires_at },
          },
        ])
      })
      return row
    },
    find: (id) => database.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst(),
    findByCall: (callId) =>
      database.selectFrom('approvals').selectAll().where('call_id', '=', callId).executeTakeFirst(),
    list: (filter, limit) => listApprovals(database, filter, limit),
    listUnclaimed: () =>
      database
        .selectFrom('approvals')
        .selectAll()
        .where('state', '=', 'approved')
        .where('operation', '!=', planOperation)
        .where('id', 'not in', (query) =>
          query.selectFrom('dispatches').select('approval_id').where('approval_id', 'is not', null).$castTo<{
            approval_id: string
          }>(),
        )
        .execute(),
    decide: (id, transition) => database.transaction().execute((transaction) => moveIn(transaction, id, transition)),
    async expireDue() {
      const now = iso(clock.now())
      const due = await database
        .selectFrom('approvals')
        .select('id')
        .where(({ or, and, eb }) =>
          or([
            and([eb('state', '=', 'pending'), eb('expires_at', '<=', now)]),
            and([eb('state', '=', 'approved'), eb('start_by', '<=', now)]),
          ]),
        )
        .execute()
      let ended = 0
      for (const { id } of due) {
        const moved = await database.transaction().execute((transaction) => moveIn(transaction, id, { type: 'expire' }))
        if (moved && 'id' in moved) ended++
      }
      return ended
    },
  }
}
