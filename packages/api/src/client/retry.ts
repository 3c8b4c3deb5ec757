/** When something may be sent again, and after how long. Decided from the operation's fields and the error alone. */
import type { Clock } from '../clock.ts'
import type { Operation } from '../operation.ts'
import { type AnswerBody, header } from './answer.ts'
import { apiError, type KunaiApiError } from './errors.ts'
import type { WireAnswer } from './transport.ts'

export interface RetryPolicy {
  /** Sendings in all, the first included; 1 switches repeating off. */
  readonly attemptsMax: number
  /** Sendings of a read in all when each time NinjaOne says how long to wait: that is patience, not failure. */
  readonly patientAttemptsMax: number
  readonly baseMs: number
  /** Base when NinjaOne asked us to slow down without saying for how long. */
  readonly throttledBaseMs: number
  readonly delayMsMax: number
  /** A longer Retry-After is not waited for: the error says how long. Never waited for in part. */
  readonly retryAfterMsMax: number
  /** Between 0 and 1; replaced in tests. */
  readonly random: () => number
}

export const defaultRetryPolicy: RetryPolicy = {
  attemptsMax: 3,
  patientAttemptsMax: 8,
  baseMs: 50,
  throttledBaseMs: 1_000,
  delayMsMax: 20_000,
  retryAfterMsMax: 60_000,
  random: Math.random,
}

/** `repeat` after `delayMs`; `renew`: once more with a fresh token; `stop`: the error stands. */
export type NextStep =
  | { readonly step: 'repeat'; readonly delayMs: number }
  | { readonly step: 'renew' }
  | { readonly step: 'stop' }

/** What has happened to this request so far, the sending that just failed included. */
export interface Tries {
  readonly attempts: number
  /** Those of which at least one byte left. */
  readonly sends: number
  readonly renewed: boolean
}

const stop: NextStep = { step: 'stop' }
const busyStatuses = new Set([429, 502, 503, 504])

/**
 * A read is repeated when repeating may help. Anything else goes out a second time only on proof that the first
 * did nothing: no byte left, or the API itself said 401 or 429; and after such an answer only once.
 */
export function nextStep(operation: Operation, error: KunaiApiError, tries: Tries, policy: RetryPolicy): NextStep {
  const isRead = operation.risk === 'read'
  const proven = error.execution === 'refused'
  if (error.status === 401 && !tries.renewed && (isRead || (proven && tries.sends < 2))) return { step: 'renew' }
  const isAsked = isRead && error.status === 429 && error.retryAfterMs !== undefined
  const attemptsMax = isAsked ? Math.max(policy.attemptsMax, policy.patientAttemptsMax) : policy.attemptsMax
  if (policy.attemptsMax === 1 || tries.attempts >= attemptsMax) return stop
  if (error.code === 'connection_failed') return waitFor(error, tries, policy)
  if (isRead) return mayHelp(error) ? waitFor(error, tries, policy) : stop
  return error.status === 429 && proven && tries.sends < 2 ? waitFor(error, tries, policy) : stop
}

function mayHelp(error: KunaiApiError): boolean {
  return error.code === 'connection_lost' || error.code === 'html_page' || busyStatuses.has(error.status ?? 0)
}

/**
 * For the token endpoint. A client-credentials request may be repeated freely; a refresh token may be used up by a
 * request whose answer was lost, so that one goes out again only when it never left or was turned away as too early.
 */
export function nextTokenStep(
  error: KunaiApiError,
  attempts: number,
  repeat: 'repeatable' | 'only-if-unsent',
  policy: RetryPolicy,
): NextStep {
  const safe = error.code === 'connection_failed' || error.code === 'rate_limited'
  const helps = repeat === 'repeatable' && mayHelp(error)
  return attempts < policy.attemptsMax && (safe || helps) ? waitFor(error, { attempts }, policy) : stop
}

/** Full jitter: `random × min(base × 2^i, max)`, unless the server said how long. */
function waitFor(error: KunaiApiError, tries: Pick<Tries, 'attempts'>, policy: RetryPolicy): NextStep {
  if (error.retryAfterMs !== undefined) {
    return error.retryAfterMs > policy.retryAfterMsMax ? stop : { step: 'repeat', delayMs: error.retryAfterMs }
  }
  const throttled = error.status === 429 || error.code === 'html_page'
  const base = throttled ? policy.throttledBaseMs : policy.baseMs
  const delayMs = policy.random() * Math.min(base * 2 ** (tries.attempts - 1), policy.delayMsMax)
  return { step: 'repeat', delayMs }
}

/** `Retry-After` in seconds or as a date, else `retry_after` in the body; undefined when absent or unreadable. */
export function readRetryAfterMs(answer: WireAnswer, body: AnswerBody, clock: Clock): number | undefined {
  const value = header(answer, 'retry-after')?.trim() || retryAfterInBody(body)
  if (!value) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock.now())
}

function retryAfterInBody(body: AnswerBody): string | undefined {
  if (body.form !== 'json' || typeof body.value !== 'object' || body.value === null) return undefined
  const { retry_after: value } = body.value as { retry_after?: unknown }
  // Whole seconds: waiting a part of one too short is not honouring it.
  if (typeof value === 'number' && value >= 0) return String(Math.ceil(value))
  return typeof value === 'string' ? value.trim() : undefined
}

/** Waits on the clock; an abort becomes our error, with what is known about the operation so far. */
export async function pause(clock: Clock, delayMs: number, base: AbortContext): Promise<void> {
  if (delayMs <= 0) return
  try {
    await clock.sleep(delayMs, base.signal)
  } catch (cause) {
    throw abortedError(base, cause)
  }
}

export interface AbortContext {
  readonly signal: AbortSignal | undefined
  readonly operationId: string
  readonly execution: KunaiApiError['execution']
}

/** Why a signal of ours aborts when `timeoutMs` has passed. */
export class DeadlineReached extends Error {}

export function abortedError({ operationId, execution }: AbortContext, cause?: unknown): KunaiApiError {
  const effect = {
    not_sent: 'nothing was sent',
    refused: 'NinjaOne had not carried it out',
    unknown: 'it was already sent, so it may have been carried out',
  }[execution]
  const isLate = cause instanceof DeadlineReached
  return apiError({
    ...{ kind: 'aborted', execution, code: isLate ? 'deadline_exceeded' : 'aborted', operationId, cause },
    message: `${operationId} ${isLate ? 'took longer than its time limit' : 'was cancelled'}: ${effect}.`,
  })
}
