/**
 * The audit: an append-only hash chain of everything that was asked, decided, sent and seen.
 * Callers wait until their event is on disk. Many that wait share one commit, because a disk gives only a few
 * hundred flushes a second. When the audit cannot write, the caller fails, and with it the call.
 */
import type { Clock } from '@kunai/api/clock'
import { sql } from 'kysely'
import { type AuditEntry, storableText } from '../call/index.ts'
import type { AuditEventRow, Database, Store } from '../store/index.ts'
import { breakIn, genesisHash, hashOf } from './chain.ts'

export type { AuditEventRow } from '../store/index.ts'

export type Verification =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number; readonly message: string }

interface Head {
  readonly seq: number
  readonly hash: string
}

export interface Audit {
  /** Resolves when the event is durable. */
  append(entry: AuditEntry): Promise<void>
  /** Appends inside somebody's transaction: the event and the change stand or fall together. */
  appendIn(transaction: Database, entries: readonly AuditEntry[]): Promise<void>
  /** Newest first; `before` = only events with a smaller number. */
  list(options: { before?: number; limit: number; callId?: string }): Promise<AuditEventRow[]>
  /** Oldest first, after `seq`: for live views that fell behind. */
  since(seq: number, limit: number): Promise<AuditEventRow[]>
  head(): Promise<Head>
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

  /** The events that follow `head`, with their numbers and hashes. */
  function chain(head: Head, entries: readonly AuditEntry[]): AuditEventRow[] {
    const at = new Date(clock.now()).toISOString()
    let { seq, hash } = head
    return entries.map((entry) => {
      const row = {
        seq: ++seq,
        at,
        kind: entry.kind,
        call_id: entry.callId ?? null,
        approval_id: entry.approvalId ?? null,
        // Both may be words of a caller that mean nothing to us.
        operation: entry.operation === undefined ? null : storableText(entry.operation),
        connection: entry.connection === undefined ? null : storableText(entry.connection),
        actor: JSON.stringify(entry.actor),
        door: entry.door ?? null,
        summary: storableText(entry.summary),
        data: JSON.stringify(entry.data ?? {}),
        previous_hash: hash,
      }
      hash = hashOf(row)
      return { ...row, hash }
    })
  }

  async function appendIn(transaction: Database, entries: readonly AuditEntry[]): Promise<void> {
    const head = await transaction
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('id', '=', 1)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const rows = chain(head, entries)
    await transaction.insertInto('audit_events').values(rows).execute()
    const { seq, hash } = rows.at(-1) ?? head
    await transaction.updateTable('audit_head').set({ seq, hash }).where('id', '=', 1).execute()
    // The transaction commits a moment later; a listener that reads too early is woken by the next event or its own timer.
    setImmediate(notify)
  }

  const readHead = () =>
    store.database.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow()

  /** The end of the chain as this process last saw it; somebody else may have gone on since. */
  let seen: Head | undefined

  /** Appends in one statement, which is one commit; again from the new end when somebody else was faster. */
  async function appendAlone(entries: readonly AuditEntry[]): Promise<void> {
    for (;;) {
      const head = seen ?? (await readHead())
      const rows = chain(head, entries)
      const end = rows.at(-1) ?? head
      const { rows: moved } = await sql`
        with moved as (
          update audit_head set seq = ${end.seq}, hash = ${end.hash}
          where id = 1 and seq = ${head.seq} and hash = ${head.hash} returning id
        )
        insert into audit_events select event.*
        from moved, json_populate_recordset(null::audit_events, ${JSON.stringify(rows)}::json) event
        returning seq`.execute(store.database)
      if (moved.length > 0) {
        seen = end
        return
      }
      seen = undefined
    }
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
          await appendAlone(entries)
          for (const { resolve } of batch) resolve()
        } catch (error) {
          // One that cannot be written must not take the others with it.
          for (const one of batch) {
            if (batch.length === 1) one.reject(error)
            else await appendAlone([one.entry]).then(one.resolve, one.reject)
          }
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
    head: readHead,
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
