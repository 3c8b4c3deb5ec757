/**
 * The claim ledger for rows of a batch. A plan is approved once and claimed once; each of its rows is then claimed for
 * one send, in one transaction with its intent and its audit event: the row must stand in the job as it was approved,
 * and a row that was claimed before finds that out here.
 */
import type { Clock } from '@kunai/api/clock'
import { sql } from 'kysely'
import type { Audit } from '../audit/index.ts'
import type { AuditEntry, Claim, Outcome } from '../call/index.ts'
import type { Database, StepState, Store } from '../store/index.ts'
import { type DispatchRequest, dispatchRowFor } from './dispatches.ts'
import { createGroupCommit } from './group-commit.ts'

export interface StepPlace {
  readonly jobId: string
  readonly seq: number
  /** 0 for a row's first call, 1 for the one that follows it. */
  readonly part: number
}

export interface StepClaimRequest extends StepPlace {
  /** What the plan covers of this row. */
  readonly digest: string
  /** Digest of exactly what would leave now. */
  readonly proposalDigest: string
  readonly request: DispatchRequest
}

export interface StepEnd extends StepPlace {
  readonly callId: string
  readonly state: StepState
  /** Set when another call of the row follows: the row goes back among those to be sent. */
  readonly nextPart?: number
  /** Set when NinjaOne provably did nothing and asked for patience: the row goes back, for a call of another id. */
  readonly nextAttempt?: number
  readonly code: string | null
  readonly message: string | null
  /** JSON. */
  readonly result: string | null
  readonly outcome: Outcome
  readonly entry: AuditEntry
  /** Milliseconds since 1970, while a receipt is looked for. */
  readonly watchUntil?: number | undefined
  /** True for reads, which have no intent in the ledger. */
  readonly isRead: boolean
}

export interface StepLedger {
  /**
   * `{}` when policy lets the row through by itself, with a claim when the plan's approval does. Undefined when the row
   * may not be sent: the job stands still, the plan is another one, or it was sent before.
   */
  claim(request: StepClaimRequest): Promise<{ readonly claim?: Claim } | undefined>
  /** Writes down how a row ended; false when somebody else has done so. */
  end(end: StepEnd): Promise<boolean>
}

const placeOf = ({ jobId, seq }: Pick<StepPlace, 'jobId' | 'seq'>) => `${jobId} ${seq}`

export function createStepLedger(store: Store, audit: Audit, clock: Clock): StepLedger {
  const { database, instanceId } = store
  const now = () => new Date(clock.now()).toISOString()

  const claim = createGroupCommit<StepClaimRequest, { claim?: Claim } | undefined>((requests) =>
    database.transaction().execute(async (transaction) => {
      // Of several that want one row in the same commit, the first may have it.
      const firsts = new Map(requests.map((request) => [placeOf(request), request] as const).reverse())
      const claimed = await mark(transaction, [...firsts.values()])
      const granted = requests.map((request) => {
        const job = firsts.get(placeOf(request)) === request ? claimed.get(placeOf(request)) : undefined
        if (job === undefined) return undefined
        return job.approvalId === null ? {} : { claim: { approvalId: job.approvalId, digest: request.proposalDigest } }
      })
      const sent = requests.filter((_, index) => granted[index] !== undefined)
      if (sent.length > 0) {
        const rows = sent.map(({ request }) => dispatchRowFor(request, instanceId, now(), null))
        await transaction.insertInto('dispatches').values(rows).execute()
        await audit.appendIn(
          transaction,
          sent.map(({ request }) => request.entry),
        )
      }
      return granted
    }),
  )

  /** Moves what may be sent from `rendered` to `sent`; everything that must hold is in the one statement. */
  async function mark(transaction: Database, requests: readonly StepClaimRequest[]) {
    const wanted = requests.map(({ jobId, seq, part, digest, request }) => ({
      job_id: jobId,
      seq,
      part,
      digest,
      call_id: request.callId,
    }))
    const { rows } = await sql<{ job_id: string; seq: number; approval_id: string | null }>`
      update job_steps step set state = 'sent', call_id = wanted.call_id
      from json_populate_recordset(null::job_steps, ${JSON.stringify(wanted)}::json) wanted, jobs job
      where step.job_id = wanted.job_id and step.seq = wanted.seq
        and step.state = 'rendered' and step.part = wanted.part and step.digest = wanted.digest
        and job.id = step.job_id and job.state = 'running' and job.instance_id = ${instanceId}
        and (job.approval_id is null or exists (
          select from approvals approval join dispatches plan on plan.approval_id = approval.id
          where approval.id = job.approval_id and approval.state = 'approved'))
        and not exists (select from dispatches sent where sent.call_id = wanted.call_id)
      returning step.job_id, step.seq, job.approval_id`.execute(transaction)
    return new Map(
      rows.map((row) => [placeOf({ jobId: row.job_id, seq: row.seq }), { approvalId: row.approval_id }] as const),
    )
  }

  const end = createGroupCommit<StepEnd, boolean>((ends) =>
    database.transaction().execute(async (transaction) => {
      const closed = await close(transaction, ends)
      const ended = ends.filter(({ isRead, callId }) => isRead || closed.has(callId))
      if (ended.length === 0) return ends.map(() => false)
      const rows = ended.map(({ jobId, seq, state, nextPart, nextAttempt, callId, code, message, result }) => ({
        job_id: jobId,
        seq,
        state: nextPart === undefined && nextAttempt === undefined ? state : 'rendered',
        part: nextPart ?? null,
        attempt: nextAttempt ?? null,
        call_id: callId,
        code,
        message,
        result,
      }))
      await sql`
        update job_steps step set state = v.state, part = coalesce(v.part, step.part),
          attempt = coalesce(v.attempt, step.attempt), call_id = v.call_id,
          code = v.code, message = v.message, result = coalesce(v.result, step.result)
        from json_populate_recordset(null::job_steps, ${JSON.stringify(rows)}::json) v
        where step.job_id = v.job_id and step.seq = v.seq`.execute(transaction)
      await audit.appendIn(
        transaction,
        ended.map(({ entry }) => entry),
      )
      return ends.map(({ isRead, callId }) => isRead || closed.has(callId))
    }),
  )

  async function close(transaction: Database, ends: readonly StepEnd[]): Promise<ReadonlySet<string>> {
    const sent = ends.filter(({ isRead }) => !isRead)
    if (sent.length === 0) return new Set()
    const values = sent.map(({ callId, outcome, watchUntil }) => ({
      call_id: callId,
      outcome: JSON.stringify(outcome),
      watch_until: watchUntil === undefined ? null : new Date(watchUntil).toISOString(),
    }))
    const { rows } = await sql<{ call_id: string }>`
      update dispatches set state = 'ended', ended_at = ${now()}, outcome = v.outcome, watch_until = v.watch_until
      from json_populate_recordset(null::dispatches, ${JSON.stringify(values)}::json) v
      where dispatches.call_id = v.call_id and dispatches.state = 'sending'
      returning dispatches.call_id`.execute(transaction)
    return new Set(rows.map(({ call_id }) => call_id))
  }

  return { claim, end }
}
