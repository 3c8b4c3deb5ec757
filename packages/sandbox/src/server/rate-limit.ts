/**
 * Rate limits. The vendor publishes no numbers and no header (ninjaone-api §4), so every number here is assumed: a
 * profile is there to see how a client behaves under limits, not to learn NinjaOne's.
 */
import { type Incidents, Refusal, type WireAnswer } from './answer.ts'
import { htmlPage } from './faults/trouble.ts'

interface Limits {
  /** Requests that may come at once. */
  readonly burst: number
  readonly perSecond: number
  readonly body: 'json' | 'html'
}

export const rateProfiles = {
  off: undefined,
  gentle: { burst: 300, perSecond: 30, body: 'json' },
  default: { burst: 100, perSecond: 10, body: 'json' },
  /** The limits of the benchmark of batches: little to begin with, as much as `default` later. */
  'small-burst': { burst: 20, perSecond: 10, body: 'json' },
  harsh: { burst: 10, perSecond: 1, body: 'json' },
  'html-429': { burst: 100, perSecond: 10, body: 'html' },
} as const satisfies Record<string, Limits | undefined>

export type RateProfileName = keyof typeof rateProfiles

export const isRateProfile = (name: string): name is RateProfileName => Object.hasOwn(rateProfiles, name)

export interface RateLimitReport {
  readonly profile: RateProfileName
  /** Always: nobody outside of NinjaOne knows the real ones. */
  readonly assumed: true
  readonly burst?: number
  readonly perSecond?: number
  /** What each client that has called since has left of `burst`. */
  readonly clients?: readonly { readonly client: string; readonly remaining: number }[]
}

/** Sums of tenths are a hair below one. */
const nearlyWhole = 1e-9

interface Bucket {
  tokens: number
  atMs: number
}

/** What one client has left. */
export interface Allowance {
  readonly limit: number
  readonly remaining: number
  /** When the bucket is full again. */
  readonly fullAtMs: number
}

/** A bucket for each client, on the sandbox's clock. */
export class RateLimiter {
  readonly #incidents: Incidents
  readonly #nowMs: () => number
  #profile: RateProfileName
  #buckets = new Map<string, Bucket>()

  constructor(profile: RateProfileName, incidents: Incidents, nowMs: () => number) {
    this.#profile = profile
    this.#incidents = incidents
    this.#nowMs = nowMs
  }

  /** Everybody starts with a full bucket. */
  use(profile: RateProfileName): void {
    this.#profile = profile
    this.#buckets = new Map()
  }

  report(): RateLimitReport {
    const limits: Limits | undefined = rateProfiles[this.#profile]
    if (!limits) return { profile: this.#profile, assumed: true }
    const { burst, perSecond } = limits
    const clients = [...this.#buckets.keys()].map((client) => {
      return { client, remaining: Math.floor(this.#refill(client, limits).tokens + nearlyWhole) }
    })
    return { profile: this.#profile, assumed: true, burst, perSecond, clients }
  }

  /** Takes one request from the client's bucket; refuses when none is left. */
  take(client: string): void {
    const limits: Limits | undefined = rateProfiles[this.#profile]
    if (!limits) return
    const bucket = this.#refill(client, limits)
    if (bucket.tokens < 1 - nearlyWhole) throw new Refusal(this.#refusal(limits, bucket))
    bucket.tokens--
  }

  /** Without limits, as if there were gentle ones that nobody has used. */
  allowanceOf(client: string): Allowance {
    const limits: Limits | undefined = rateProfiles[this.#profile]
    if (!limits) {
      const { burst } = rateProfiles.gentle
      return { limit: burst, remaining: burst, fullAtMs: this.#nowMs() }
    }
    const { tokens } = this.#refill(client, limits)
    const { burst, perSecond } = limits
    return {
      limit: burst,
      remaining: Math.floor(tokens),
      fullAtMs: this.#nowMs() + ((burst - tokens) / perSecond) * 1000,
    }
  }

  #refill(client: string, { burst, perSecond }: Limits): Bucket {
    const nowMs = this.#nowMs()
    const known = this.#buckets.get(client)
    if (!known) {
      const full = { tokens: burst, atMs: nowMs }
      this.#buckets.set(client, full)
      return full
    }
    // A reset takes the sandbox's time back; then nothing is added, and nothing taken away.
    const passedMs = Math.max(0, nowMs - known.atMs)
    known.tokens = Math.min(burst, known.tokens + (passedMs / 1000) * perSecond)
    known.atMs = nowMs
    return known
  }

  #refusal({ perSecond, body }: Limits, { tokens }: Bucket): WireAnswer {
    const retryAfter = Math.max(1, Math.ceil((1 - tokens) / perSecond))
    const answer =
      body === 'html'
        ? htmlPage(429, 'Too many requests')
        : this.#incidents.failure(429, 'FAILURE', 'HTTP 429 Too Many Requests')
    return { ...answer, headers: { 'Retry-After': String(retryAfter) } }
  }
}
