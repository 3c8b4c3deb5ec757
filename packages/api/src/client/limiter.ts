/**
 * How fast a connection may send. NinjaOne publishes no limits (ninjaone-api §4), so nothing is assumed: a client
 * sends freely up to the ceiling its owner set, and learns from being told to slow down.
 *
 * - 429, or an HTML page in its place: everybody waits as long as was asked for, and the rate falls to 70 % of what
 *   was really sent. It then rises again along the cubic curve that the AWS SDKs use.
 * - `X-RateLimit-Remaining` and `-Reset`, which no NinjaOne host is known to send: when nothing remains, everybody
 *   waits for the reset.
 *
 * Requests go in the order in which they came. Commands go one at a time (`writesAtOnceMax`): when NinjaOne hangs,
 * one of them ends as unknown, and not all of them.
 */
import type { Clock } from '../clock.ts'
import { header } from './answer.ts'
import { apiError, type KunaiApiError } from './errors.ts'
import type { WireAnswer } from './transport.ts'

export interface RateLimit {
  /** A ceiling that is never exceeded, however well it goes; none when left out. */
  readonly requestsPerSecond?: number | undefined
  /** Requests that may go at once after a pause. Default: one second's worth, at least 1. */
  readonly burst?: number | undefined
  /** Commands under way at the same time. Default 1. */
  readonly writesAtOnceMax?: number | undefined
}

export interface Limiter {
  /**
   * Resolves when a request may leave; the caller calls `release` once its answer is there, or will not come.
   * Rejects when `signal` aborts, and with `rate_limited` when the wait would be longer than `waitMsMax`.
   */
  take(kind: 'read' | 'write', signal: AbortSignal | undefined): Promise<{ readonly release: () => void }>
  /** What an answer says about the pace. `sentAtMs`: when its request left. */
  learn(answer: WireAnswer, sentAtMs: number, error: KunaiApiError | undefined): void
  /** True while requests are held back: whoever guesses ahead should not. */
  readonly isHolding: boolean
}

const defaultWritesAtOnceMax = 1
/** Share of the measured rate that is left after being told to slow down, and the curve's steepness. */
const beta = 0.7
const steepness = 0.4
/** Requests per second; slower than this is standing still. */
const rateMin = 0.5
/** How long after being told to slow down nobody should ask for more than they need. */
const cautiousMs = 60_000

interface Waiting {
  readonly kind: 'read' | 'write'
  readonly go: () => void
  readonly refuse: (error: KunaiApiError) => void
}

/** @param waitMsMax a longer wait is not begun: the error says how long it would be. */
export function createLimiter(clock: Clock, limit: RateLimit = {}, waitMsMax = 60_000): Limiter {
  checkLimit(limit)
  const ceiling = limit.requestsPerSecond ?? Number.POSITIVE_INFINITY
  const writesAtOnceMax = limit.writesAtOnceMax ?? defaultWritesAtOnceMax
  const queue: Waiting[] = []
  let writes = 0
  let inFlight = 0

  let rate = ceiling
  let tokens = burstOf(rate)
  let filledAtMs = clock.now()
  let blockedUntilMs = 0
  /** The last time the rate fell, and from what; undefined as long as nobody complained. */
  let slowed: { readonly atMs: number; readonly from: number } | undefined
  const sent = createMeter(clock)
  let alarm: AbortController | undefined

  function burstOf(perSecond: number): number {
    return limit.burst ?? Math.max(1, perSecond)
  }

  function refill(): void {
    const nowMs = clock.now()
    if (slowed !== undefined) {
      const seconds = (nowMs - slowed.atMs) / 1000
      const turn = Math.cbrt((slowed.from * (1 - beta)) / steepness)
      rate = Math.min(ceiling, Math.max(rateMin, steepness * (seconds - turn) ** 3 + slowed.from))
    }
    if (rate === Number.POSITIVE_INFINITY) tokens = 1
    else tokens = Math.min(burstOf(rate), tokens + ((nowMs - filledAtMs) / 1000) * rate)
    filledAtMs = nowMs
  }

  /** Milliseconds until one more request may go; 0 for now. */
  function waitMs(): number {
    refill()
    const blockedMs = Math.max(0, blockedUntilMs - clock.now())
    // A hair's breadth of rounding must not become another turn around the clock.
    const missing = tokens >= 1 - 1e-9 ? 0 : Math.ceil(((1 - tokens) / rate) * 1000)
    return Math.max(blockedMs, missing)
  }

  function next(): Waiting | undefined {
    return queue.find(({ kind }) => kind === 'read' || writes < writesAtOnceMax)
  }

  /** Lets out who may go. One timer at most, and none when nobody waits: a timer keeps the process alive. */
  function pump(): void {
    alarm?.abort()
    alarm = undefined
    for (let one = next(); one !== undefined; one = next()) {
      const wait = waitMs()
      if (wait > 0 && wait <= waitMsMax) {
        alarm = new AbortController()
        clock.sleep(wait, alarm.signal).then(pump, () => {})
        return
      }
      queue.splice(queue.indexOf(one), 1)
      if (wait > 0) one.refuse(tooLong(wait))
      else start(one)
    }
  }

  function start({ kind, go }: Waiting): void {
    tokens -= 1
    inFlight += 1
    if (kind === 'write') writes += 1
    sent.count()
    go()
  }

  function release(kind: 'read' | 'write'): void {
    inFlight -= 1
    if (kind === 'write') writes -= 1
    pump()
  }

  function slowDown(sentAtMs: number, retryAfterMs: number | undefined): void {
    const nowMs = clock.now()
    if (retryAfterMs !== undefined) blockedUntilMs = Math.max(blockedUntilMs, nowMs + retryAfterMs)
    tokens = Math.min(tokens, 0)
    // Those that were under way together are told the same thing together: it counts once.
    if (slowed !== undefined && sentAtMs <= slowed.atMs) return
    slowed = { atMs: nowMs, from: Math.max(rateMin, Math.min(rate, sent.perSecond())) }
  }

  return {
    get isHolding() {
      return (slowed !== undefined && clock.now() - slowed.atMs < cautiousMs) || queue.length > 0 || waitMs() > 0
    },
    take: (kind, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const leave = () => {
          queue.splice(queue.indexOf(waiting), 1)
          reject(signal?.reason)
          pump()
        }
        let isReleased = false
        const waiting: Waiting = {
          kind,
          go: () => {
            signal?.removeEventListener('abort', leave)
            resolve({
              release: () => {
                if (!isReleased) release(kind)
                isReleased = true
              },
            })
          },
          refuse: (error) => {
            signal?.removeEventListener('abort', leave)
            reject(error)
          },
        }
        signal?.addEventListener('abort', leave, { once: true })
        queue.push(waiting)
        pump()
      }),
    learn: (answer, sentAtMs, error) => {
      if (isThrottle(answer.status, error)) slowDown(sentAtMs, error?.retryAfterMs)
      const untilMs = exhaustedUntilMs(answer, inFlight, clock.now())
      if (untilMs !== undefined) blockedUntilMs = Math.max(blockedUntilMs, untilMs)
    },
  }
}

/** Some hosts are said to show a page in place of a 429 (ninjaone-api §4, "Rate limits"). */
function isThrottle(status: number, error: KunaiApiError | undefined): boolean {
  return status === 429 || (error?.code === 'html_page' && (status < 300 || status === 503))
}

/** Events per second, over the last one to two seconds, in two counters. */
function createMeter(clock: Clock): { count(): void; perSecond(): number } {
  let startMs = clock.now()
  let before = 0
  let current = 0
  const turn = () => {
    const elapsedMs = clock.now() - startMs
    if (elapsedMs < 1000) return
    before = elapsedMs < 2000 ? current : 0
    current = 0
    startMs = clock.now()
  }
  return {
    count: () => {
      turn()
      current += 1
    },
    perSecond: () => {
      turn()
      return Math.max(before, current)
    },
  }
}

/** `X-RateLimit-Reset` as epoch seconds, epoch milliseconds, or seconds from now. */
function exhaustedUntilMs(answer: WireAnswer, inFlight: number, nowMs: number): number | undefined {
  const read = (name: string) => Number(header(answer, name)?.trim() || Number.NaN)
  const remaining = read('x-ratelimit-remaining')
  const reset = read('x-ratelimit-reset')
  // Those under way will use up their share of what remains before we hear of it.
  if (!(remaining <= Math.max(0, inFlight - 1)) || !(reset >= 0)) return undefined
  if (reset > 1e12) return reset
  return reset > 1e9 ? reset * 1000 : nowMs + reset * 1000
}

function tooLong(waitMs: number): KunaiApiError {
  return apiError({
    ...{ kind: 'rate_limited', execution: 'not_sent', code: 'rate_limited', retryAfterMs: waitMs },
    message: `NinjaOne asked this connection to wait ${Math.ceil(waitMs / 1000)} s more; nothing is sent before.`,
  })
}

function checkLimit({ requestsPerSecond = 1, burst = 1, writesAtOnceMax = 1 }: RateLimit): void {
  if (requestsPerSecond > 0 && burst >= 1 && writesAtOnceMax >= 1) return
  throw apiError({
    ...{ kind: 'configuration', execution: 'not_sent', code: 'rate_limit_invalid' },
    message: 'rateLimit lets nothing through: requestsPerSecond is above 0, burst and writesAtOnceMax are 1 or more.',
  })
}
