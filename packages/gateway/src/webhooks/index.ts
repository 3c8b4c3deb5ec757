/**
 * What happens in the fleets: told by NinjaOne's webhooks, which are a hint, and seen by looking, which is sure.
 * Decides what counts as news and when it is confirmed; acts on nothing.
 */
import type { Clock } from '@kunai/api/clock'
import { parseWebhook, type WebhookDelivery } from '@kunai/api/webhooks'
import type { Audit } from '../audit/index.ts'
import type { Store } from '../store/index.ts'
import { createInbox, type Heard, type Inbox } from './inbox.ts'
import { createReceivers, type Receivers, webhookHeader } from './receivers.ts'
import { createSweeper, type ReadNinjaOne, type Sweeper } from './sweep.ts'

export type { WebhookEventRow } from '../store/index.ts'

/** What became of a request that says it is a delivery. */
export type Taken =
  /** `isNews`: it is worth asking NinjaOne about. */
  | { readonly kind: 'taken'; readonly isNews: boolean }
  | { readonly kind: 'refused'; readonly code: 'unknown_sender' | 'too_large' | 'unreadable'; readonly message: string }

export interface Webhooks
  extends Pick<Receivers, 'list' | 'follow' | 'unfollow'>,
    Pick<Inbox, 'subscribe' | 'newest'>,
    Sweeper {
  /** Whether the request knows what only NinjaOne was told; asked before the body is read. */
  admits(connection: string, pathSecret: string, headers: Headers): Promise<boolean>
  /** Resolves when what is in the body is durable. */
  take(connection: string, body: Uint8Array): Promise<Taken>
  events: Inbox['list']
}

/** Milliseconds between two looks at whether a sweep is due; the claim in the store says which one is. */
export const sweepLooksEveryMs = 5_000

/** Bytes of a delivery's body. */
export const deliveryBytesMax = 1024 * 1024

export function createWebhooks(
  store: Store,
  audit: Audit,
  clock: Clock,
  readerOf: (connection: string) => ReadNinjaOne,
  explain: (error: unknown) => string,
): Webhooks {
  const receivers = createReceivers(store, audit, clock)
  const inbox = createInbox(store, clock)
  const sweeper = createSweeper(store, inbox, clock, readerOf, explain)

  return {
    list: receivers.list,
    follow: receivers.follow,
    unfollow: receivers.unfollow,
    admits: (connection, pathSecret, headers) => receivers.admits(connection, pathSecret, headers.get(webhookHeader)),
    async take(connection, body) {
      const parsed = parseWebhook(body, { bytesMax: deliveryBytesMax })
      if (!parsed.ok) {
        const code = parsed.code === 'too_large' ? 'too_large' : 'unreadable'
        return { kind: 'refused', code, message: parsed.message }
      }
      // What nobody asked for is answered like the rest, so that NinjaOne does not give the webhook up.
      const wanted = await receivers.wanted(connection)
      const heard = parsed.deliveries.map((delivery) => {
        const events = delivery.events.filter((event) => wanted.includes(event))
        return { ...hearOf(connection, delivery), events }
      })
      const news = await inbox.take(heard.filter(({ events }) => events.length > 0))
      // A device that goes offline comes as an alert: only NinjaOne's own list of alerts tells which.
      const maySayMore = wanted.some((event) => event === 'DEVICE_OFFLINE' || event === 'DEVICE_ONLINE')
      const isAlert = parsed.deliveries.some(({ events }) => events.length > 0)
      const now = new Date(clock.now()).toISOString()
      await store.database
        .updateTable('webhook_receivers')
        .set({ last_delivery_at: now })
        .where('connection', '=', connection)
        .execute()
      return { kind: 'taken', isNews: news > 0 || (maySayMore && isAlert) }
    },
    sweep: sweeper.sweep,
    confirmSoon: sweeper.confirmSoon,
    settled: sweeper.settled,
    events: inbox.list,
    newest: inbox.newest,
    subscribe: inbox.subscribe,
  }
}

function hearOf(connection: string, delivery: WebhookDelivery): Heard {
  const { dedupeKey, events } = delivery
  const base = { connection, via: 'delivery', dedupeKey, isConfirmed: false, events } as const
  if (delivery.kind === 'event') {
    return { ...base, activityId: undefined, deviceId: undefined, seriesUid: undefined, facts: {} }
  }
  const { id, deviceId, seriesUid, activityTime, message, severity, sourceName, device } = delivery.activity
  const facts = {
    at: typeof activityTime === 'string' ? activityTime : undefined,
    message,
    severity: severity || undefined,
    source: sourceName,
    device: device?.displayName ?? device?.systemName,
  }
  return { ...base, activityId: id, deviceId, seriesUid, facts }
}
