/**
 * Which activities go to whom, and what becomes of them (ninjaone-api §8). Here is only what the tenant remembers: each
 * activity that a configuration wants becomes a delivery, which waits until somebody with a network has tried it.
 */
import { toWireActivity } from './activity-pages.ts'
import { deviceRow } from './device-rows.ts'
import type { Activity } from './kinds/activities.ts'
import type { Device } from './kinds/devices.ts'
import type { Webhook, WebhookDelivery } from './kinds/policies.ts'
import type { World } from './world.ts'

/** Assumed: how often and when NinjaOne tries again is unverified. */
const retryAfterMs = [10_000, 60_000, 300_000, 1_800_000] as const
const deliveriesKept = 1_000
/** Seen in community code only; it is never sent itself, or one failure would make the next (ninjaone-api §8). */
const failedCode = 'WEBHOOK_FAILED'

export const newestActivityId = (world: World): number => world.activities.lastId ?? 0

function wants({ activities, organizationIds }: Webhook, activity: Activity, device: Device | undefined): boolean {
  if (activity.statusCode === failedCode) return false
  if (organizationIds && !(device && organizationIds.includes(device.organizationId))) return false
  if (!activities) return true
  const codes = Object.hasOwn(activities, activity.activityType) ? activities[activity.activityType] : undefined
  return codes !== undefined && (codes.includes('*') || codes.includes(activity.statusCode))
}

/** One flat activity with its device, as samples show it; what the configuration expands stands whole in the device's references. */
function describe(world: World, { expand = [] }: Webhook, activity: Activity, device: Device | undefined): string {
  if (!device) return JSON.stringify(toWireActivity(activity))
  const organization = world.organizations.get(device.organizationId)
  const location = world.locations.get(device.locationId)
  const references = {
    ...(expand.includes('organization') &&
      organization && {
        organization: {
          id: organization.id,
          name: organization.name,
          ...(organization.description && { description: organization.description }),
          nodeApprovalMode: organization.nodeApprovalMode,
        },
      }),
    ...(expand.includes('location') && location && { location: omit(location, 'organizationId') }),
  }
  return JSON.stringify({
    ...toWireActivity(activity),
    device: {
      ...deviceRow(world, device, activity.atMs),
      ...(Object.keys(references).length > 0 && { references }),
    },
  })
}

const omit = (entity: object, name: string) =>
  Object.fromEntries(Object.entries(entity).filter(([field]) => field !== name))

/** What a fault rule does to a delivery before it goes out. */
export interface DeliveryChange {
  readonly state?: 'lost'
  readonly held?: true
  readonly repeats?: number
  readonly faults?: readonly string[]
  /** Undefined when it never goes out. */
  readonly nextAttemptMs?: number | undefined
}

/** Asked for every delivery as it is queued; undefined leaves it as it is. */
export type Meddle = (webhook: Webhook, activity: Activity, device: Device | undefined) => DeliveryChange | undefined

/** Turns activities that nobody has looked at into deliveries. Costs nothing while there is no webhook. */
export function queueDeliveries(world: World, nowMs: number, meddle: Meddle = () => undefined): void {
  for (const webhook of world.webhooks) {
    const after = webhook.seenActivityId
    const fresh = world.activities.list({ after })
    const last = fresh.at(-1)
    if (!last) continue
    world.webhooks.update(webhook.id, { seenActivityId: last.id })
    for (const activity of fresh) {
      const device = activity.deviceId === undefined ? undefined : world.devices.get(activity.deviceId)
      if (!wants(webhook, activity, device)) continue
      world.webhookDeliveries.insert({
        webhookId: webhook.id,
        activityId: activity.id,
        url: webhook.url,
        body: describe(world, webhook, activity, device),
        state: 'pending',
        attempts: 0,
        createdMs: nowMs,
        ...withoutNothing({ nextAttemptMs: nowMs, ...meddle(webhook, activity, device) }),
      })
    }
  }
  forgetOldest(world)
}

const withoutNothing = ({ nextAttemptMs, ...rest }: DeliveryChange) => ({
  ...rest,
  ...(nextAttemptMs !== undefined && { nextAttemptMs }),
})

function forgetOldest({ webhookDeliveries }: World): void {
  const surplus = webhookDeliveries.count - deliveriesKept
  if (surplus <= 0) return
  for (const { id } of webhookDeliveries.list({ limit: surplus })) webhookDeliveries.delete(id)
}

/** Where nothing follows, what was held goes out all the same. */
const heldAtMostMs = 300_000

const isDue = ({ held, createdMs, nextAttemptMs = 0 }: WebhookDelivery, nowMs: number) =>
  nextAttemptMs <= nowMs && (!held || createdMs + heldAtMostMs <= nowMs)

export const dueDeliveries = ({ webhookDeliveries }: World, nowMs: number): WebhookDelivery[] =>
  webhookDeliveries.whose('state', 'pending').filter((one) => isDue(one, nowMs))

/** To be called when a webhook is removed or replaced: nothing more is sent to where it pointed. */
export function dropDeliveries({ webhookDeliveries }: World, webhookId: number): void {
  for (const delivery of webhookDeliveries.whose('state', 'pending')) {
    if (delivery.webhookId !== webhookId) continue
    webhookDeliveries.update(delivery.id, { state: 'dropped', nextAttemptMs: undefined })
  }
}

export interface Attempt {
  readonly status?: number
  readonly error?: string
  /** Ids of the fault rules that touched it. */
  readonly faults?: readonly string[]
}

/** Writes down what came of one attempt; after the last one the tenant says so in an activity. */
export function recordAttempt(world: World, nowMs: number, id: number, attempt: Attempt | 'blocked'): void {
  const delivery = world.webhookDeliveries.get(id)
  if (delivery?.state !== 'pending') return
  if (attempt === 'blocked') {
    world.webhookDeliveries.update(id, {
      state: 'blocked',
      error: 'The address is not on this machine, and the sandbox’s owner has not allowed it',
      nextAttemptMs: undefined,
    })
    return
  }
  const { status, error, faults = [] } = attempt
  const attempts = delivery.attempts + 1
  const delivered = status !== undefined && status >= 200 && status < 300
  const waitMs = retryAfterMs[attempts - 1]
  const state = delivered ? 'delivered' : waitMs === undefined ? 'failed' : 'pending'
  world.webhookDeliveries.update(id, {
    state,
    attempts,
    status,
    error,
    nextAttemptMs: state === 'pending' && waitMs !== undefined ? nowMs + waitMs : undefined,
    ...(faults.length > 0 && { faults: [...new Set([...(delivery.faults ?? []), ...faults])] }),
  })
  releaseHeld(world, delivery)
  if (state === 'delivered') repeat(world, nowMs, delivery)
  if (state === 'failed') tellFailed(world, nowMs, delivery)
}

/** What waited for this one to go out first goes now. */
function releaseHeld({ webhookDeliveries }: World, { id, webhookId }: WebhookDelivery): void {
  for (const waiting of webhookDeliveries.whose('state', 'pending')) {
    if (waiting.held && waiting.webhookId === webhookId && waiting.id < id) {
      webhookDeliveries.update(waiting.id, { held: undefined })
    }
  }
}

/** The same activity once more, as a delivery of its own. */
function repeat(world: World, nowMs: number, delivery: WebhookDelivery): void {
  const { id: _id, repeats = 0, webhookId, activityId, url, body, faults } = delivery
  if (repeats === 0) return
  world.webhookDeliveries.insert({
    webhookId,
    activityId,
    url,
    body,
    state: 'pending',
    attempts: 0,
    createdMs: nowMs,
    nextAttemptMs: nowMs,
    ...(repeats > 1 && { repeats: repeats - 1 }),
    ...(faults && { faults }),
  })
}

function tellFailed(world: World, nowMs: number, { url, activityId }: WebhookDelivery): void {
  world.activities.insert({
    atMs: nowMs,
    activityType: 'SYSTEM',
    statusCode: failedCode,
    status: 'Webhook Failed',
    type: 'System',
    subject: 'Webhook failed',
    message: `Activity ${activityId} could not be sent to ${new URL(url).host}`,
    data: { message: { code: 'webhook_failed', params: { activityId: String(activityId) } } },
  })
}
