/**
 * What happened in the fleets, each thing once, however often and by whichever way we heard of it. Durable before
 * anybody is answered; deliveries that arrive together share one commit.
 */
import type { Clock } from '@kunai/api/clock'
import type { WebhookEvent } from '@kunai/api/webhooks'
import { storableText } from '../call/index.ts'
import type { Store, WebhookEventRow } from '../store/index.ts'

/** Something we heard. */
export interface Heard {
  readonly connection: string
  readonly via: 'delivery' | 'sweep'
  readonly dedupeKey: string
  /** What we read from NinjaOne ourselves is confirmed; what somebody sent us is a hint. */
  readonly isConfirmed: boolean
  readonly events: readonly WebhookEvent[]
  readonly activityId: number | undefined
  readonly deviceId: number | undefined
  readonly seriesUid: string | undefined
  /** Untrusted text of NinjaOne's. */
  readonly facts: EventFacts
}

export interface EventFacts {
  /** ISO 8601; when it happened, as NinjaOne says. */
  readonly at?: string | undefined
  readonly device?: string | undefined
  readonly organization?: string | undefined
  readonly message?: string | undefined
  readonly severity?: string | undefined
  readonly source?: string | undefined
}

export interface Inbox {
  /** Resolves when it is durable; how many of them were news. */
  take(heard: readonly Heard[]): Promise<number>
  /** Newest first. */
  list(options: { connection?: string; before?: number; limit: number }): Promise<WebhookEventRow[]>
  /** The largest number given so far. */
  newest(): Promise<number>
  /** Hints of activities up to this one that NinjaOne, asked, did not have. */
  refute(connection: string, upTo: number): Promise<void>
  subscribe(listener: () => void): () => void
}

const factLengthMax = 500
const rowsPerCommitMax = 200

type NewRow = Omit<WebhookEventRow, 'seq'>

interface Waiting {
  readonly rows: readonly NewRow[]
  readonly resolve: (news: number) => void
  readonly reject: (error: unknown) => void
}

export function createInbox(store: Store, clock: Clock): Inbox {
  const { database } = store
  const listeners = new Set<() => void>()
  const queue: Waiting[] = []
  let writing = false

  const notify = () => {
    for (const listener of listeners) listener()
  }

  /** The keys that were news. What was a hint becomes confirmed by what we read ourselves. */
  async function insert(rows: readonly NewRow[]): Promise<Set<string>> {
    const news = new Set<string>()
    for (const state of ['confirmed', 'hint'] as const) {
      // One insert must not name a key twice.
      const once = [...new Map(rows.filter((row) => row.state === state).map((row) => [keyOf(row), row])).values()]
      if (once.length === 0) continue
      const added = await database
        .insertInto('webhook_events')
        .values(once)
        .onConflict((conflict) => conflict.columns(['connection', 'dedupe_key']).doNothing())
        .returning(['connection', 'dedupe_key'])
        .execute()
      for (const row of added) news.add(keyOf(row))
      if (state === 'hint') continue
      for (const row of once.filter((one) => !news.has(keyOf(one)))) {
        const { state, events, facts, device_id, series_uid } = row
        await database
          .updateTable('webhook_events')
          .set({ state, events, facts, device_id, series_uid })
          .where('connection', '=', row.connection)
          .where('dedupe_key', '=', row.dedupe_key)
          .where('state', '=', 'hint')
          .execute()
      }
    }
    return news
  }

  async function drain(): Promise<void> {
    if (writing) return
    writing = true
    try {
      while (queue.length > 0) {
        const batch: Waiting[] = []
        for (let rows = 0; queue.length > 0 && (batch.length === 0 || rows < rowsPerCommitMax); ) {
          const one = queue.shift() as Waiting
          rows += one.rows.length
          batch.push(one)
        }
        try {
          const added = await insert(batch.flatMap(({ rows }) => rows))
          for (const { rows, resolve } of batch) {
            // Whoever brought it first in this commit brought the news.
            resolve(rows.filter((row) => added.delete(keyOf(row))).length)
          }
          notify()
        } catch (error) {
          for (const { reject } of batch) reject(error)
        }
      }
    } finally {
      writing = false
    }
  }

  return {
    take(heard) {
      const receivedAt = new Date(clock.now()).toISOString()
      const rows = heard.map((one) => ({
        connection: one.connection,
        dedupe_key: one.dedupeKey,
        via: one.via,
        state: one.isConfirmed ? ('confirmed' as const) : ('hint' as const),
        received_at: receivedAt,
        events: JSON.stringify(one.events),
        activity_id: one.activityId ?? null,
        device_id: one.deviceId ?? null,
        series_uid: one.seriesUid === undefined ? null : storable(one.seriesUid),
        facts: writeFacts(one.facts),
      }))
      return new Promise((resolve, reject) => {
        queue.push({ rows, resolve, reject })
        // Whatever else arrives in this turn of the loop shares the commit.
        setImmediate(drain)
      })
    },

    list({ connection, before, limit }) {
      let query = database.selectFrom('webhook_events').selectAll().orderBy('seq', 'desc').limit(limit)
      if (connection !== undefined) query = query.where('connection', '=', connection)
      if (before !== undefined) query = query.where('seq', '<', before)
      return query.execute()
    },

    async newest() {
      const row = await database
        .selectFrom('webhook_events')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .executeTakeFirst()
      return Number(row?.seq ?? 0)
    },

    async refute(connection, upTo) {
      const refuted = await database
        .updateTable('webhook_events')
        .set({ state: 'refuted' })
        .where('connection', '=', connection)
        .where('state', '=', 'hint')
        .where('activity_id', '<=', upTo)
        .returning('seq')
        .execute()
      if (refuted.length > 0) notify()
    },

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const keyOf = (row: { connection: string; dedupe_key: string }) => `${row.connection} ${row.dedupe_key}`

/** A fact is a line to read, not a document. */
const storable = (text: string) => storableText(text.slice(0, factLengthMax))

function writeFacts(facts: EventFacts): string {
  const entries = Object.entries(facts).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, storable(value)]] : [],
  )
  return JSON.stringify(Object.fromEntries(entries))
}
