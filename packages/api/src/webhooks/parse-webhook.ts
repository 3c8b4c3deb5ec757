/**
 * From the body of a request to deliveries. A body is a hint from somebody who knew the secret header: who acts on it
 * reads the activity again by its id first.
 */
import { keyOfActivity, keyOfEvent } from './dedupe-key.ts'
import { eventsOf, type WebhookEvent, webhookEvents } from './events.ts'
import { bytesMaxDefault, readBody, refuse, type WebhookRefusal } from './read-body.ts'
import { DeliveredActivity, DeliveredEvent } from './shapes.ts'

interface DeliveryBase {
  /** The same for every repeat of a delivery. */
  readonly dedupeKey: string
  /** What it is in plain words; empty when it is neither an alert nor about a device's connection. */
  readonly events: readonly WebhookEvent[]
  /** As it came, with nothing renamed, left out or converted. */
  readonly original: unknown
}

export type WebhookDelivery =
  | (DeliveryBase & { readonly kind: 'activity'; readonly activity: DeliveredActivity })
  | (DeliveryBase & { readonly kind: 'event'; readonly event: DeliveredEvent })

export type ParsedWebhook = { readonly ok: true; readonly deliveries: readonly WebhookDelivery[] } | WebhookRefusal

export interface ParseWebhookOptions {
  /** `sourceConfigUid` of the policy conditions that watch for devices going offline (alerts of type AGENT_OFFLINE). */
  readonly offlineConditions?: readonly string[]
  /** How many bytes a body may have; 1 MiB unless told. Parsed JSON is bounded in depth and number of values instead. */
  readonly bytesMax?: number
}

/**
 * Every delivery in `body` (text, bytes, or JSON already parsed), or why there is none. One part that cannot be read
 * refuses the whole body, so nothing is lost without a word.
 */
export function parseWebhook(body: unknown, options: ParseWebhookOptions = {}): ParsedWebhook {
  const read = readBody(body, options.bytesMax ?? bytesMaxDefault)
  if (!read.ok) return read
  const offlineConditions = new Set(options.offlineConditions)
  const parts = unwrap(read.value)
  const deliveries: WebhookDelivery[] = []
  for (const [index, part] of parts.entries()) {
    const delivery = readDelivery(part, offlineConditions)
    if (typeof delivery === 'string') {
      const which = parts.length > 1 ? `Delivery ${index + 1} of ${parts.length}` : 'The body'
      return refuse('not_a_delivery', `${which} ${delivery}.`)
    }
    deliveries.push(delivery)
  }
  return { ok: true, deliveries }
}

interface Part {
  readonly value: unknown
  readonly original: unknown
}

/** One activity, or several in a list, each perhaps wrapped: relays do that, NinjaOne is not known to. */
function unwrap(body: unknown): readonly Part[] {
  const list = Array.isArray(body) ? body : isRecord(body) && Array.isArray(body.activities) ? body.activities : [body]
  return list.map((original) => {
    const isWrapper = isRecord(original) && original.activityType === undefined && isRecord(original.activity)
    return { value: isWrapper ? original.activity : original, original }
  })
}

/** The delivery, or what is wrong with it. */
function readDelivery({ value, original }: Part, offlineConditions: ReadonlySet<string>): WebhookDelivery | string {
  if (!isRecord(value)) return 'is not an object'
  if (value.activityType === undefined && value.event === undefined) return 'has neither activityType nor event'
  if (value.activityType === undefined) {
    const event = DeliveredEvent.safeParse(value)
    if (!event.success) return describe(event.error)
    const known = webhookEvents.filter((name) => name === event.data.event)
    return { kind: 'event', dedupeKey: keyOfEvent(value), events: known, event: event.data, original }
  }
  const activity = DeliveredActivity.safeParse(value)
  if (!activity.success) return describe(activity.error)
  const events = eventsOf(activity.data, offlineConditions)
  return { kind: 'activity', dedupeKey: keyOfActivity(value), events, activity: activity.data, original }
}

/** The field's name is from our schema, so it may be shown. */
function describe(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string {
  const [first] = error.issues
  return first && first.path.length > 0
    ? `has an unexpected ${first.path.map(String).join('.')}`
    : 'has an unexpected form'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
