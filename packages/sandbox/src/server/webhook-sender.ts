/**
 * Sends what the tenant has queued for its webhooks. At least once: an answer that is lost looks like a failure, and the
 * delivery goes out again. Only to this machine, or to where the sandbox's owner has allowed it: who may set a webhook
 * must not be able to reach the owner's network through it.
 */
import type { Clock } from '@kunai/api/clock'
import type { Activity } from '../world/kinds/activities.ts'
import type { Device } from '../world/kinds/devices.ts'
import type { Webhook, WebhookDelivery } from '../world/kinds/policies.ts'
import { type Attempt, type DeliveryChange, dueDeliveries, queueDeliveries, recordAttempt } from '../world/webhooks.ts'
import type { World } from '../world/world.ts'
import type { ChosenFault, DeliverySubject, Faults } from './faults/faults.ts'
import type { FaultEffect } from './faults/rule.ts'

export interface SenderParts {
  /** Asked each time, because a reset replaces it. */
  readonly world: () => World
  /** How long the sender waits between looks; retries go by the tenant's time. */
  readonly clock: Clock
  /** Hosts, with their port where it is not the usual one, that the owner allows. */
  readonly allowedHosts: readonly string[]
  readonly closing: AbortSignal
  readonly faults: Faults
}

const lookEveryMs = 1_000
const answerWithinMs = 10_000

export class WebhookSender {
  readonly #parts: SenderParts
  /** What goes out now: no delivery is tried twice at a time. */
  readonly #underway = new Map<WebhookDelivery, Promise<void>>()
  #watching = false

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** Sends what is due; cheap while nobody has a webhook. Returns at once. */
  notice(): void {
    const world = this.#parts.world()
    if (this.#parts.closing.aborted || world.webhooks.count === 0) return
    const nowMs = world.settle()
    queueDeliveries(world, nowMs, (webhook, activity, device) =>
      meddle(this.#parts.faults.selectDelivery('queued', subjectOf(webhook, activity, device)), nowMs),
    )
    for (const delivery of dueDeliveries(world, nowMs)) {
      if (!this.#underway.has(delivery)) this.#begin(world, delivery)
    }
    this.#watch()
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway.values())
  }

  /** Time passes without requests too: while there is a webhook, somebody looks. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    const { clock, closing } = this.#parts
    clock.sleep(lookEveryMs, closing).then(
      () => {
        this.#watching = false
        this.notice()
      },
      () => {},
    )
  }

  #begin(world: World, delivery: WebhookDelivery): void {
    const { headers = [] } = world.webhooks.get(delivery.webhookId) ?? {}
    if (!isAllowed(delivery.url, this.#parts.allowedHosts)) {
      recordAttempt(world, world.nowMs(), delivery.id, 'blocked')
      return
    }
    const [refusal] = this.#troubleOf(world, delivery)
    const sent = this.#attempt(delivery, headers, refusal).then((attempt) => {
      this.#underway.delete(delivery)
      recordAttempt(world, world.nowMs(), delivery.id, attempt)
      // What waited for this one, or follows from it, is due now.
      if (this.#parts.faults.any && world === this.#parts.world()) this.notice()
    })
    this.#underway.set(delivery, sent)
  }

  #troubleOf(world: World, { webhookId, activityId }: WebhookDelivery): ChosenFault[] {
    if (!this.#parts.faults.any) return []
    const [webhook, activity] = [world.webhooks.get(webhookId), world.activities.get(activityId)]
    if (!webhook || !activity) return []
    const device = activity.deviceId === undefined ? undefined : world.devices.get(activity.deviceId)
    return this.#parts.faults.selectDelivery('attempt', subjectOf(webhook, activity, device))
  }

  async #attempt(
    delivery: WebhookDelivery,
    headers: readonly Header[],
    refusal: ChosenFault | undefined,
  ): Promise<Attempt> {
    if (refusal?.effect.kind !== 'delivery-refused') return this.#send(delivery, headers)
    refusal.strike()
    const { received, status } = refusal.effect
    if (received) await this.#send(delivery, headers)
    return { status, faults: [refusal.id] }
  }

  async #send({ url, body }: WebhookDelivery, configured: readonly Header[]): Promise<Attempt> {
    try {
      const headers = new Headers({ 'Content-Type': 'application/json' })
      for (const { name, value } of configured) headers.set(name, value)
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        // A receiver must not send the delivery on to where it may not go.
        redirect: 'manual',
        signal: AbortSignal.any([this.#parts.closing, AbortSignal.timeout(answerWithinMs)]),
      })
      await response.body?.cancel()
      return { status: response.status }
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } }
      return { error: cause?.code ?? (error instanceof Error ? error.name : String(error)) }
    }
  }
}

const subjectOf = (webhook: Webhook, activity: Activity, device: Device | undefined): DeliverySubject => ({
  activityType: activity.activityType,
  statusCode: activity.statusCode,
  device: device?.id,
  organization: device?.organizationId,
  client: webhook.clientId,
})

/** What the rules that strike make of a delivery before it goes out. */
function meddle(chosen: readonly ChosenFault[], nowMs: number): DeliveryChange | undefined {
  let change: DeliveryChange = {}
  for (const { effect, id, strike } of chosen) {
    strike()
    change = { ...change, ...changeBy(effect, nowMs), faults: [...(change.faults ?? []), id] }
  }
  // What is lost is lost, whatever else should have become of it.
  const isLost = chosen.some(({ effect }) => effect.kind === 'delivery-lost')
  return isLost ? { state: 'lost', nextAttemptMs: undefined, faults: chosen.map(({ id }) => id) } : change
}

function changeBy(effect: FaultEffect, nowMs: number): DeliveryChange {
  switch (effect.kind) {
    case 'delivery-repeated':
      return { repeats: effect.times }
    case 'delivery-delayed':
      return { nextAttemptMs: nowMs + effect.delayMs }
    case 'delivery-reordered':
      return { held: true }
    default:
      return {}
  }
}

interface Header {
  readonly name: string
  readonly value: string
}

/** The URL parser has already turned every spelling of an address into one. */
function isAllowed(text: string, allowedHosts: readonly string[]): boolean {
  const url = new URL(text)
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  return isLoopback || allowedHosts.some((host) => host.toLowerCase() === url.host)
}

/** A delivery as its log shows it. Header values are secrets, so none is in it. */
export interface LoggedDelivery {
  readonly id: number
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string
  readonly activityId: number
  readonly url: string
  readonly state: WebhookDelivery['state']
  readonly attempts: number
  readonly nextAttemptAt?: string
  /** Of the last attempt. */
  readonly status?: number
  readonly error?: string
  /** Ids of the fault rules that touched it. */
  readonly faults?: readonly string[]
  readonly body: unknown
}

export function describeDelivery(delivery: WebhookDelivery): LoggedDelivery {
  const { webhookId: _webhookId, held: _held, repeats: _repeats, createdMs, nextAttemptMs, body, ...rest } = delivery
  return {
    ...rest,
    at: new Date(createdMs).toISOString(),
    ...(nextAttemptMs !== undefined && { nextAttemptAt: new Date(nextAttemptMs).toISOString() }),
    body: JSON.parse(body),
  }
}
