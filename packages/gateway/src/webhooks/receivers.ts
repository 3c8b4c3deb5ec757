/**
 * Whose fleet is followed, and what a delivery has to know to be taken: a secret in its path and one in a header.
 * NinjaOne signs nothing, so these are all that tells it from anybody else. Only their hashes are kept.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '@kunai/api/clock'
import type { WebhookEvent } from '@kunai/api/webhooks'
import type { Audit } from '../audit/index.ts'
import type { Actor } from '../call/index.ts'
import type { Store, WebhookReceiverRow } from '../store/index.ts'

/** The header that carries the second secret. */
export const webhookHeader = 'x-kunai-webhook'

export interface Receiver {
  readonly connection: string
  /** Null when nothing is delivered and the fleet is only looked at. */
  readonly publicUrl: string | null
  readonly events: readonly WebhookEvent[]
  /** ISO 8601, as the others. */
  readonly followedSince: string
  readonly lastDeliveryAt: string | null
  readonly lastSweepAt: string | null
  /** Why the last look did not succeed; null when it did. */
  readonly lastSweepProblem: string | null
}

/** What NinjaOne has to be told. Shown once, to be sent there. */
export interface Registration {
  readonly url: string
  readonly headers: readonly [{ readonly name: string; readonly value: string }]
}

export interface Receivers {
  list(): Promise<Receiver[]>
  /**
   * Follows a connection's fleet, or changes how. What was valid before stays so until the next change, because
   * NinjaOne goes on with it until it has been told.
   * @param publicUrl where NinjaOne reaches this gateway; undefined = nothing is delivered, we look instead.
   * @param newestActivity what happened up to this activity is not news.
   */
  follow(
    connection: string,
    options: { publicUrl: string | undefined; events: readonly WebhookEvent[]; newestActivity: number },
    by: Actor,
  ): Promise<Registration | undefined>
  /** False when it was not followed. */
  unfollow(connection: string, by: Actor): Promise<boolean>
  /** What is to be heard of a connection's fleet; nothing when it is not followed. */
  wanted(connection: string): Promise<readonly WebhookEvent[]>
  /** Whether a request for this connection knows both secrets. The time it takes tells nothing about either. */
  admits(connection: string, pathSecret: string, headerSecret: string | null): Promise<boolean>
}

/** Sweeps begin at once. */
const longAgo = new Date(0).toISOString()
/** How long a process believes what it read of the receivers. */
const believedForMs = 1_000

const hashOf = (secret: string) => createHash('sha256').update(secret).digest()
const newSecret = () => randomBytes(32).toString('base64url')

export function createReceivers(store: Store, audit: Audit, clock: Clock): Receivers {
  const { database } = store
  let known = { until: 0, rows: new Map<string, WebhookReceiverRow>() }

  async function read(): Promise<ReadonlyMap<string, WebhookReceiverRow>> {
    if (clock.now() < known.until) return known.rows
    const rows = await database.selectFrom('webhook_receivers').selectAll().orderBy('connection').execute()
    known = { until: clock.now() + believedForMs, rows: new Map(rows.map((row) => [row.connection, row])) }
    return known.rows
  }

  return {
    async list() {
      known.until = 0
      return [...(await read()).values()].map((row) => ({
        connection: row.connection,
        publicUrl: row.public_url,
        events: JSON.parse(row.events) as WebhookEvent[],
        followedSince: row.followed_since,
        lastDeliveryAt: row.last_delivery_at,
        lastSweepAt: row.last_sweep_at,
        lastSweepProblem: row.last_sweep_problem,
      }))
    },

    async follow(connection, { publicUrl, events, newestActivity }, by) {
      const path = newSecret()
      const header = newSecret()
      const hashes =
        publicUrl === undefined
          ? { path_hash: null, header_hash: null }
          : { path_hash: hashOf(path).toString('hex'), header_hash: hashOf(header).toString('hex') }
      const asked = { public_url: publicUrl ?? null, events: JSON.stringify(events), ...hashes }
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('webhook_receivers')
          .values({
            connection,
            ...asked,
            previous_path_hash: null,
            previous_header_hash: null,
            followed_since: new Date(clock.now()).toISOString(),
            swept_to: newestActivity,
            sweep_due_at: longAgo,
            knows_presence: false,
            last_delivery_at: null,
            last_sweep_at: null,
            last_sweep_problem: null,
          })
          .onConflict((conflict) =>
            conflict.column('connection').doUpdateSet((row) => ({
              ...asked,
              previous_path_hash: row.ref('webhook_receivers.path_hash'),
              previous_header_hash: row.ref('webhook_receivers.header_hash'),
            })),
          )
          .execute()
        await audit.appendIn(transaction, [
          {
            kind: 'fleet-followed',
            connection,
            actor: by,
            summary: `${by.name} follows the fleet of ${connection}`,
            data: { events: [...events], ...(publicUrl !== undefined && { publicUrl }) },
          },
        ])
      })
      known.until = 0
      if (publicUrl === undefined) return undefined
      return {
        url: `${publicUrl}/hooks/${encodeURIComponent(connection)}/${path}`,
        headers: [{ name: webhookHeader, value: header }],
      }
    },

    async unfollow(connection, by) {
      const removed = await database.transaction().execute(async (transaction) => {
        const rows = await transaction
          .deleteFrom('webhook_receivers')
          .where('connection', '=', connection)
          .returning('connection')
          .execute()
        if (rows.length === 0) return false
        await transaction.deleteFrom('offline_devices').where('connection', '=', connection).execute()
        const summary = `${by.name} no longer follows the fleet of ${connection}`
        await audit.appendIn(transaction, [{ kind: 'fleet-unfollowed', connection, actor: by, summary }])
        return true
      })
      known.until = 0
      return removed
    },

    wanted: async (connection) => JSON.parse((await read()).get(connection)?.events ?? '[]') as WebhookEvent[],

    async admits(connection, pathSecret, headerSecret) {
      const row = (await read()).get(connection)
      const path = hashOf(pathSecret)
      const header = hashOf(headerSecret ?? '')
      const fits = (hash: string | null | undefined, given: Buffer) =>
        timingSafeEqual(hash ? Buffer.from(hash, 'hex') : nobodyKnows, given)
      // All four are compared, whichever fits: a connection that is not there takes as long as a wrong secret.
      const now = [fits(row?.path_hash, path), fits(row?.header_hash, header)]
      const before = [fits(row?.previous_path_hash, path), fits(row?.previous_header_hash, header)]
      return !now.includes(false) || !before.includes(false)
    },
  }
}

/** A hash of nothing that anybody knows, this process included. */
const nobodyKnows = randomBytes(32)
