/**
 * The claim ledger: one row per call that may change something, written and flushed before the first byte
 * leaves. It makes "at most once per approval" true: `approval_id` is unique, so a second claim finds the first.
 */
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import { type AuditEntry, type Claim, type Outcome, type Proposal, proposalText, type Receipt } from '../call/index.ts'
import type { DispatchRow, Store } from '../store/index.ts'

export interface DispatchRequest {
  readonly callId: string
  readonly proposal: Proposal
  /** Newest activity on the device before the command, where a receipt is to be looked for. */
  readonly watchAfter: number | undefined
  readonly entry: AuditEntry
}

export interface Dispatches {
  /** For calls that policy allows without asking: the intent alone. False when the call has one already. */
  open(request: DispatchRequest): Promise<boolean>
  /**
   * Claims an approval for one send. Undefined when it is not approved, too late, about something else,
   * or claimed already.
   */
  claim(approvalId: string, digest: string, request: DispatchRequest): Promise<Claim | undefined>
  /** Uses an approval up without sending: it could not be carried out, and nothing left. */
  refuse(approvalId: string, digest: string, request: DispatchRequest, outcome: Outcome): Promise<boolean>
  /** Writes down what came of it; false when somebody else has done so (a restart that gave us up). */
  close(callId: string, outcome: Outcome, entry: AuditEntry, watchUntil?: number): Promise<boolean>
  /**
   * Keeps evidence of what became of it; a later one takes the place of an earlier one.
   * @param isEnd true when there will be no further evidence: then it is no longer watched.
   */
  addReceipt(row: DispatchRow, receipt: Receipt, isEnd: boolean, entry: AuditEntry): Promise<void>
  /** Evidence that was found for other commands to the same device, of the same time or later. */
  listReceipts(row: DispatchRow): Promise<Receipt[]>
  /** Null: no longer. */
  watchUntil(callId: string, untilMs: number | null): Promise<void>
  find(callId: string): Promise<DispatchRow | undefined>
  findByApproval(approvalId: string): Promise<DispatchRow | undefined>
  /** Left open by an instance that no longer lives: in doubt. */
  listInDoubt(): Promise<DispatchRow[]>
  /** Still waiting for a receipt: all of them, or the one of a call. */
  listWatched(callId?: string): Promise<DispatchRow[]>
}

/** @param at ISO 8601. */
export function dispatchRowFor(
  request: DispatchRequest,
  instanceId: string,
  at: string,
  approvalId: string | null,
  ended?: Outcome,
): DispatchRow {
  return {
    call_id: request.callId,
    approval_id: approvalId,
    instance_id: instanceId,
    connection: request.proposal.connection,
    operation: request.proposal.operation,
    device_id: (request.proposal.targets.find(({ resource }) => resource === 'device')?.id as number) ?? null,
    proposal: proposalText(request.proposal),
    state: ended ? 'ended' : 'sending',
    claimed_at: at,
    ended_at: ended ? at : null,
    outcome: ended ? JSON.stringify(ended) : null,
    receipt: null,
    watch_after: request.watchAfter ?? null,
    watch_until: null,
  }
}

export function createDispatches(store: Store, audit: Audit, clock: Clock): Dispatches {
  const { database, instanceId } = store
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  const insert = (request: DispatchRequest, approval?: { id: string; digest: string }, ended?: Outcome) =>
    database.transaction().execute(async (transaction) => {
      if (approval) {
        const row = await transaction
          .selectFrom('approvals')
          .select(['state', 'digest', 'call_id', 'start_by'])
          .where('id', '=', approval.id)
          .forUpdate()
          .executeTakeFirst()
        const inTime = row?.start_by != null && clock.now() < Date.parse(row.start_by)
        if (row?.state !== 'approved' || row.digest !== approval.digest || row.call_id !== request.callId || !inTime) {
          return false
        }
      }
      const inserted = await transaction
        .insertInto('dispatches')
        .values(dispatchRowFor(request, instanceId, iso(clock.now()), approval?.id ?? null, ended))
        .onConflict((conflict) => conflict.doNothing())
        .returning('call_id')
        .execute()
      if (inserted.length === 0) return false
      await audit.appendIn(transaction, [request.entry])
      return true
    })

  return {
    open: (request) => insert(request),
    claim: async (approvalId, digest, request) =>
      (await insert(request, { id: approvalId, digest })) ? { approvalId, digest } : undefined,
    refuse: (approvalId, digest, request, outcome) => insert(request, { id: approvalId, digest }, outcome),
    close: (callId, outcome, entry, watchUntil) =>
      database.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('dispatches')
          .set({
            state: 'ended',
            ended_at: iso(clock.now()),
            outcome: JSON.stringify(outcome),
            watch_until: watchUntil === undefined ? null : iso(watchUntil),
          })
          .where('call_id', '=', callId)
          .where('state', '=', 'sending')
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return false
        await audit.appendIn(transaction, [entry])
        return true
      }),
    addReceipt: (row, receipt, isEnd, entry) =>
      database.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('dispatches')
          .set({ receipt: JSON.stringify(receipt), ...(isEnd && { watch_until: null }) })
          .where('call_id', '=', row.call_id)
          // Another gateway may have found the same: what it wrote down stands.
          .where('receipt', row.receipt === null ? 'is' : '=', row.receipt)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) await audit.appendIn(transaction, [entry])
      }),
    async listReceipts(row) {
      const others = await database
        .selectFrom('dispatches')
        .select('receipt')
        .where('connection', '=', row.connection)
        .where('device_id', '=', row.device_id)
        .where('call_id', '!=', row.call_id)
        .where('receipt', 'is not', null)
        // A series of an older command has begun before this one left.
        .where('ended_at', '>=', new Date(Date.parse(row.claimed_at) - 3_600_000).toISOString())
        .execute()
      return others.map(({ receipt }) => JSON.parse(receipt ?? '{}') as Receipt)
    },
    async watchUntil(callId, untilMs) {
      const until = untilMs === null ? null : iso(untilMs)
      await database
        .updateTable('dispatches')
        .set({ watch_until: until })
        .where('call_id', '=', callId)
        // Another gateway may have found its end meanwhile.
        .where('watch_until', 'is not', null)
        .execute()
    },
    find: (callId) => database.selectFrom('dispatches').selectAll().where('call_id', '=', callId).executeTakeFirst(),
    findByApproval: (approvalId) =>
      database.selectFrom('dispatches').selectAll().where('approval_id', '=', approvalId).executeTakeFirst(),
    async listInDoubt() {
      const rows = await database.selectFrom('dispatches').selectAll().where('state', '=', 'sending').execute()
      const alive = new Map<string, boolean>()
      for (const { instance_id } of rows) {
        if (!alive.has(instance_id)) alive.set(instance_id, await store.isInstanceAlive(instance_id))
      }
      return rows.filter((row) => !alive.get(row.instance_id))
    },
    listWatched(callId) {
      const watched = database.selectFrom('dispatches').selectAll().where('watch_until', 'is not', null)
      return (callId === undefined ? watched : watched.where('call_id', '=', callId)).execute()
    },
  }
}
