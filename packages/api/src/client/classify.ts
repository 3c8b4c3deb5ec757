/**
 * What an exchange amounts to. The table behind it: no byte left → `not_sent`; the API's own JSON with 400, 401,
 * 403, 404, 405 or 429 → `refused`; all else that is not a good answer → `unknown`. An answer that does not prove
 * who spoke (a proxy's page, bare text) proves nothing about the operation either.
 */
import type { Clock } from '../clock.ts'
import { type AnswerBody, header } from './answer.ts'
import { KunaiApiError } from './errors.ts'
import { abortedError, readRetryAfterMs } from './retry.ts'
import { TransportFailure, type WireAnswer } from './transport.ts'
import { readVendorError } from './vendor-error.ts'

/** Whom we spoke to about what, for messages. */
export interface ExchangeContext {
  readonly operationId: string
  readonly origin: string
  readonly clock: Clock
}

const refusals: Readonly<Record<number, string | undefined>> = {
  400: 'it rejects the input',
  401: 'it does not accept our token, not even a fresh one',
  403: "the application's scopes or its user's rights do not cover it",
  404: 'it knows nothing under this id or path',
  405: 'it does not offer this method here',
  429: 'too many requests',
}

/** The error that an answer amounts to; undefined when it is a good one. */
export function judgeAnswer(context: ExchangeContext, answer: WireAnswer, body: AnswerBody): KunaiApiError | undefined {
  const { operationId } = context
  const { status } = answer
  const text = 'text' in body ? body.text : undefined
  const retryAfterMs = readRetryAfterMs(answer, body, context.clock)
  const base = { operationId, status, detail: text, retryAfterMs }
  const unknown = (code: string, what: string, more: { incidentId?: string | undefined } = {}) =>
    new KunaiApiError({
      ...base,
      ...more,
      kind: 'unknown',
      execution: 'unknown',
      code,
      message: `${operationId}: ${what}.`,
    })

  if (body.form === 'html') return unknown('html_page', `an HTML page came instead of an answer (${status})`)
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400) {
    return unknown('redirected', `${context.origin} redirects (${status}), which is never followed; check the address`)
  }
  const vendor = body.form === 'json' ? readVendorError(body.value) : undefined
  const { incidentId } = vendor ?? {}
  if (status >= 500) {
    return unknown(vendor?.code ?? 'server_error', `NinjaOne failed while answering (${status})`, { incidentId })
  }
  const reason = refusals[status]
  if (!vendor || !reason) return unknown('not_proven', `an answer (${status}) came that NinjaOne's API does not give`)
  return new KunaiApiError({
    ...base,
    ...refusalNames(status, vendor.code),
    execution: 'refused',
    message: refusalMessage(operationId, status, vendor.code, reason),
    detail: vendor.text,
    incidentId,
  })
}

function refusalNames(status: number, code: string | undefined): Pick<KunaiApiError, 'kind' | 'code'> {
  if (status === 429) return { kind: 'rate_limited', code: 'rate_limited' }
  if (status === 401) return { kind: 'authentication', code: code ?? 'not_authenticated' }
  return { kind: 'refused', code: code ?? `http_${status}` }
}

function refusalMessage(operationId: string, status: number, code: string | undefined, reason: string): string {
  if (code === 'user_context_required') {
    return `NinjaOne refused ${operationId}: it takes a user's token, and the identity in use has none (${status}).`
  }
  return `NinjaOne refused ${operationId}: ${reason} (${code ? `${status}, ${code}` : status}).`
}

/** The error that a missing answer amounts to. */
export function judgeFailure(context: ExchangeContext, failure: unknown): KunaiApiError {
  if (!(failure instanceof TransportFailure)) throw failure // A fault of ours, thrown before anything was dispatched.
  const { operationId, origin } = context
  const { reason, sent, cause } = failure
  const execution = sent ? 'unknown' : 'not_sent'
  if (reason === 'aborted') return abortedError({ operationId, execution, signal: undefined }, cause)
  const { code, message } = sent ? lostWords(reason, operationId) : unsentWords(reason, operationId, origin, cause)
  return new KunaiApiError({ kind: execution, execution, code, message, operationId, cause: withoutBytes(cause) })
}

type Words = { code: string; message: string }

function lostWords(reason: TransportFailure['reason'], operationId: string): Words {
  if (reason === 'timed_out')
    return { code: 'timed_out', message: `${operationId} was sent; no whole answer came in time.` }
  if (reason === 'too_large') return { code: 'answer_too_large', message: `${operationId}: the answer is too large.` }
  return { code: 'connection_lost', message: `${operationId} was sent; the connection ended before a whole answer.` }
}

function unsentWords(reason: TransportFailure['reason'], operationId: string, origin: string, cause: unknown): Words {
  if (reason === 'stopped_before_sending') {
    return { code: 'stopped_before_sending', message: `${operationId} was stopped right before sending.` }
  }
  const { code } = (cause ?? {}) as { code?: unknown }
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') {
    return { code: 'client_closed', message: `${operationId} was not sent: this client has been closed.` }
  }
  const why = typeof code === 'string' ? ` (${code})` : ''
  return {
    code: 'connection_failed',
    message: `${operationId} was not sent: no connection to ${origin}${why}. Check the address, and that it is up.`,
  }
}

/** A parser's error carries the bytes it stumbled over; an echo of our own headers could be among them. */
function withoutBytes(cause: unknown): unknown {
  if (cause instanceof Error && 'data' in cause) delete cause.data
  return cause
}

/** NinjaOne's own id of an exchange. */
export function requestIdOf(answer: WireAnswer): string | undefined {
  const id = header(answer, 'x-nj-request-id')
  return id !== undefined && /^[\w.-]{1,128}$/.test(id) ? id : undefined
}
