/**
 * The audit: an append-only hash chain of everything that was asked, decided, sent and seen.
 * Callers wait until their event is on disk. Many that wait share one commit, because a disk gives only a few
 * hundred flushes a second. When the audit cannot write, the caller fails, and with it the call.
 */
import type { Clock } from '@kunai/api/clock'
import type { AuditEntry } from '../call/index.ts'
import type { AuditEventRow, Database, Store } from '../store/index.ts'
import { breakIn, genesisHash, hashOf } from './chain.ts'

export type { AuditEventRow } from '../store/index.ts'

export type Verification =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number; readonly message: string }

export interface Audit {
  /** Resolves when the event is durable. */
  append(entry: AuditEntry): Promise<void>
  /** Appends inside somebody's transaction: the event and the change stand or fall together. */
  appendIn(transaction: Database, entries: readonly AuditEntry[]): Promise<void>
  /** Newest first; `before` = only events with a smaller number. */
  list(options: { before?: number; limit: number; callId?: string }): Promise<AuditEventRow[]>
  /** Oldest first, after `seq`: for live views that fell behind. */
  since(seq: number, limit: number): Promise<AuditEventRow[]>
  head(): Promise<{ seq: number; hash: string }>
  verify(): Promise<Verification>
  /** Called after events became durable in this process. */
  subscribe(listener: () => void): () => void
}

/** How many events one commit carries at most. */
const batchMax = 500
const verifyPage = 5000

export function createAudit(store: Store, clock: Clock): Audit {
  const listeners = new Set<() => void>()
  let queue: { entry: AuditEntry; resolve: () => void; reject: (error: unknown) => void }[] = []
  let writing = false

  const notify = () => {
    for (const listener of listeners) listener()
  }

  async function appendIn(transaction: Database, entries: readonly AuditEntry[]): Promise<void> {
    const head = await transaction
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('id', '=', 1)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const at = new Date(clock.now()).toISOString()
    const rows: AuditEventRow[] = []
    let { seq, hash } = head
    for (const entry of entries) {
      const row = {
        seq: ++seq,
        at,
        kind: entry.kind,
        call_id: entry.callId ?? null,
        approval_id: entry.approvalId ?? null,
        operation: entry.operation ?? null,
        connection: entry.connection ?? null,
        actor: JSON.stringify(entry.actor),
        door: entry.door ?? null,
        summary: entry.summary,
        data: JSON.stringify(entry.data ?? {}),
        previous_hash: hash,
      }
      hash = hashOf(row)
      rows.push({ ...row, hash })
    }
    await transaction.insertInto('audit_events').values(rows).execute()
    await transaction.updateTable('audit_head').set({ seq, hash }).where('id', '=', 1).execute()
    // The transaction commits a moment later; a listener that reads too early is woken by the next event or its own timer.
    setImmediate(notify)
  }

  async function drain(): Promise<void> {
    if (writing) return
    writing = true
    try {
      while (queue.length > 0) {
        const batch = queue.slice(0, batchMax)
        queue = queue.slice(batchMax)
        try {
          const entries = batch.map(({ entry }) => entry)
          await store.database.transaction().execute((transaction) => appendIn(transaction, entries))
          for (const { resolve } of batch) resolve()
        } catch (error) {
          for (const { reject } of batch) reject(error)
        }
        notify()
      }
    } finally {
      writing = false
    }
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject })
        // Whatever else this turn of the loop appends shares the commit.
        setImmediate(drain)
      }),
    appendIn,
    list({ before, limit, callId }) {
      let query = store.database.selectFrom('audit_events').selectAll().orderBy('seq', 'desc').limit(limit)
      if (before !== undefined) query = query.where('seq', '<', before)
      if (callId !== undefined) query = query.where('call_id', '=', callId)
      return query.execute()
    },
    since: (seq, limit) =>
      store.database
        .selectFrom('audit_events')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute(),
    head: () =>
      store.database.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow(),
    async verify() {
      let seq = 0
      let hash = genesisHash
      // Read the head first: events that arrive meanwhile are not missing ones.
      const head = await this.head()
      while (seq < head.seq) {
        const page = await this.since(seq, verifyPage)
        for (const event of page) {
          const message = breakIn(event, seq, hash)
          if (message !== undefined) return { ok: false, brokenAt: seq + 1, message }
          seq = event.seq
          hash = event.hash
          if (seq === head.seq) break
        }
        if (page.length === 0) return { ok: false, brokenAt: seq + 1, message: `event ${seq + 1} is missing` }
      }
      if (hash !== head.hash) return { ok: false, brokenAt: seq, message: 'the end of the chain was changed' }
      return { ok: true, events: seq, head: hash }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
