/**
 * Sends what the tenant has queued for its webhooks. At least once: an answer that is lost looks like a failure, and the
 * delivery goes out again. Only to this machine, or to where the sandbox's owner has allowed it: who may set a webhook
 * must not be able to reach the owner's network through it.
 */
import type { Clock } from '@kunai/api/clock'
import type { WebhookDelivery } from '../world/kinds/policies.ts'
import { type Attempt, dueDeliveries, queueDeliveries, recordAttempt } from '../world/webhooks.ts'
import type { World } from '../world/world.ts'

export interface SenderParts {
  /** Asked each time, because a reset replaces it. */
  readonly world: () => World
  /** How long the sender waits between looks; retries go by the tenant's time. */
  readonly clock: Clock
  /** Hosts, with their port where it is not the usual one, that the owner allows. */
  readonly allowedHosts: readonly string[]
  readonly closing: AbortSignal
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
    queueDeliveries(world, nowMs)
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
    const sent = this.#send(delivery, headers).then((attempt) => {
      this.#underway.delete(delivery)
      recordAttempt(world, world.nowMs(), delivery.id, attempt)
    })
    this.#underway.set(delivery, sent)
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
  readonly body: unknown
}

export function describeDelivery(delivery: WebhookDelivery): LoggedDelivery {
  const { webhookId: _webhookId, createdMs, nextAttemptMs, body, ...rest } = delivery
  return {
    ...rest,
    at: new Date(createdMs).toISOString(),
    ...(nextAttemptMs !== undefined && { nextAttemptAt: new Date(nextAttemptMs).toISOString() }),
    body: JSON.parse(body),
  }
}
