/**
 * What an exchange amounts to. The table behind it: no byte left → `not_sent`; the API's own JSON with one of the
 * proving statuses → `refused`; all else that is not a good answer → `unknown`. An answer that does not prove who spoke
 * (a proxy's page, bare text) proves nothing about the operation either.
 */
import type { Clock } from '../clock.ts'
import { type AnswerBody, header } from './answer.ts'
import { apiError, type KunaiApiError, type KunaiApiErrorKind } from './errors.ts'
import { abortedError, readRetryAfterMs } from './retry.ts'
import { TransportFailure, type WireAnswer } from './transport.ts'
import { readVendorError, type VendorError } from './vendor-error.ts'

/** Whom we spoke to about what, for messages. */
export interface ExchangeContext {
  readonly operationId: string
  readonly origin: string
  readonly clock: Clock
}

interface Refusal {
  readonly kind: KunaiApiErrorKind
  readonly code: string
  readonly reason: string
}

const rejected: Refusal = { kind: 'validation', code: 'validation_failed', reason: 'it rejects the input' }
const refusals: Readonly<Record<number, Refusal | undefined>> = {
  400: rejected,
  401: {
    kind: 'unauthorized',
    code: 'not_authenticated',
    reason: 'it does not accept our token, not even a fresh one',
  },
  403: {
    kind: 'forbidden',
    code: 'forbidden',
    reason: "the application's scopes or its user's rights do not cover it",
  },
  404: { kind: 'not_found', code: 'not_found', reason: 'it knows nothing under this id or path' },
  405: { kind: 'refused', code: 'method_not_allowed', reason: 'it does not offer this method here' },
  409: { kind: 'conflict', code: 'conflict', reason: 'it contradicts what is there by now' },
  415: { kind: 'refused', code: 'unsupported_media_type', reason: 'it does not take a body of this type here' },
  422: rejected,
  429: { kind: 'rate_limited', code: 'rate_limited', reason: 'too many requests' },
}

/** The error that an answer amounts to; undefined when it is a good one. */
export function judgeAnswer(context: ExchangeContext, answer: WireAnswer, body: AnswerBody): KunaiApiError | undefined {
  const { operationId } = context
  const { status } = answer
  const text = 'text' in body ? body.text : undefined
  const retryAfterMs = readRetryAfterMs(answer, body, context.clock)
  const base = { operationId, status, detail: text, retryAfterMs }
  const unknown = (kind: KunaiApiErrorKind, code: string, what: string, vendor?: VendorError) =>
    apiError({
      ...base,
      ...{ kind, execution: 'unknown', code, vendorCode: vendor?.code, incidentId: vendor?.incidentId },
      message: `${operationId}: ${what}.`,
    })

  if (body.form === 'html') {
    return unknown('unproven_answer', 'html_page', `an HTML page came instead of an answer (${status})`)
  }
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400) {
    const what = `${context.origin} redirects (${status}), which is never followed; check the address`
    return unknown('unproven_answer', 'redirected', what)
  }
  const vendor = body.form === 'json' ? readVendorError(body.value) : undefined
  if (status >= 500) return unknown('server', 'server_error', `NinjaOne failed while answering (${status})`, vendor)
  const refusal = vendor && refusalOf(status, vendor)
  if (!refusal) {
    return unknown('unproven_answer', 'not_proven', `an answer (${status}) came that NinjaOne's API does not give`)
  }
  const { kind, code, reason } = refusal
  const said = vendor.code === undefined || vendor.code === code ? status : `${status}, ${vendor.code}`
  return apiError({
    ...base,
    ...{
      kind,
      execution: proving.has(status) ? 'refused' : 'unknown',
      code,
      vendorCode: vendor.code,
      missing: refusal.missing,
    },
    message: `NinjaOne refused ${operationId}: ${reason} (${said}).`,
    detail: vendor.text,
    issues: kind === 'validation' ? vendor.issues : undefined,
    incidentId: vendor.incidentId,
  })
}

/**
 * Statuses that prove in the API's own JSON that nothing was done. The others of the table appear in none of its
 * operations (ninjaone-api §10), so what a server does before it answers so is not known.
 */
const proving = new Set([400, 401, 403, 404, 405, 429])

/** 400 from the layer before the API: our header, not the caller's input (ninjaone-api §4). */
const headerCodes = new Set(['missing_header', 'invalid_header'])

function refusalOf(
  status: number,
  { code, namesRoute }: VendorError,
): (Refusal & { missing?: 'route' | 'entity' }) | undefined {
  const refusal = refusals[status]
  if (code === 'user_context_required') {
    const reason = "it takes a user's token, and the identity in use has none"
    return refusal && { kind: 'user_context_required', code, reason }
  }
  if (status === 400 && code !== undefined && headerCodes.has(code)) return refusals[401]
  if (status !== 404 || refusal === undefined) return refusal
  if (namesRoute) return { ...refusal, code: 'route_not_found', reason: 'it has no such route', missing: 'route' }
  if (code === undefined || code === 'FAILURE') return refusal
  return { ...refusal, code: 'entity_not_found', reason: 'it knows nothing under this id', missing: 'entity' }
}

/** The error that a missing answer amounts to. */
export function judgeFailure(context: ExchangeContext, failure: unknown): KunaiApiError {
  if (!(failure instanceof TransportFailure)) throw failure // A fault of ours, thrown before anything was dispatched.
  const { operationId, origin } = context
  const { reason, sent, cause } = failure
  const execution = sent ? 'unknown' : 'not_sent'
  if (reason === 'aborted') return abortedError({ operationId, execution, signal: undefined }, cause)
  const { code, message } = sent ? lostWords(reason, operationId) : unsentWords(reason, operationId, origin, cause)
  const kind = sent ? 'network_ambiguous' : 'network_unsent'
  return apiError({ kind, execution, code, message, operationId, cause: withoutBytes(cause) })
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
