/**
 * The one error class of the client. What matters most about an error is `execution`:
 * whether the operation may have been carried out although no good answer arrived.
 */
import { inspect } from 'node:util'

/**
 * What is known about the operation's effect.
 * - `not_sent`: no byte of it left, so it was not carried out.
 * - `refused`: the API itself answered that it did not carry it out.
 * - `unknown`: everything else. A command that ended so may have run; it must be reconciled, never repeated blindly.
 */
export type Execution = 'not_sent' | 'refused' | 'unknown'

/**
 * - `invalid_input`: the input breaks the operation's rules.
 * - `configuration`: the client was set up wrongly, or lacks the identity that the operation needs.
 * - `authentication`: NinjaOne accepts neither the identity nor its token.
 * - `not_sent`: no connection came about.
 * - `refused`, `rate_limited`: the API said no in its own JSON.
 * - `unknown`: a 5xx, an HTML page, a redirect, a time-out or a lost answer.
 * - `invalid_answer`: a read was answered, but not with what the operation describes.
 * - `incomplete`: a list could not be read to its end.
 * - `aborted`: the caller's signal ended it.
 */
export type KunaiApiErrorKind =
  | 'invalid_input'
  | 'configuration'
  | 'authentication'
  | 'not_sent'
  | 'refused'
  | 'rate_limited'
  | 'unknown'
  | 'invalid_answer'
  | 'incomplete'
  | 'aborted'

export interface KunaiApiErrorFields {
  readonly kind: KunaiApiErrorKind
  readonly execution: Execution
  readonly code: string
  readonly message: string
  readonly status?: number | undefined
  readonly operationId?: string | undefined
  readonly detail?: string | undefined
  readonly incidentId?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

export class KunaiApiError extends Error {
  override readonly name = 'KunaiApiError'
  readonly kind: KunaiApiErrorKind
  readonly execution: Execution
  /** Stable word: ours, or the vendor's own code when it looks like a code. */
  readonly code: string
  /** HTTP status of the last answer, if there was one. */
  readonly status: number | undefined
  readonly operationId: string | undefined
  /** NinjaOne's own reference for its support. */
  readonly incidentId: string | undefined
  /** How long NinjaOne asked to wait. */
  readonly retryAfterMs: number | undefined
  /** Upstream text. It is data from outside: for a log that people read, never for a message or an agent. */
  declare readonly detail: string | undefined

  constructor(fields: KunaiApiErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.kind = fields.kind
    this.execution = fields.execution
    this.code = fields.code
    this.status = fields.status
    this.operationId = fields.operationId
    this.incidentId = fields.incidentId
    this.retryAfterMs = fields.retryAfterMs
    Object.defineProperty(this, 'detail', { value: fields.detail, enumerable: false })
  }

  /** A copy that differs in a few fields, for a layer that knows more (the operation, what happened before). */
  with(changes: Partial<KunaiApiErrorFields>): KunaiApiError {
    const { kind, execution, code, message, status, operationId, detail, incidentId, retryAfterMs, cause } = this
    return new KunaiApiError({
      ...{ kind, execution, code, message, status, operationId, detail, incidentId, retryAfterMs, cause },
      ...changes,
    })
  }

  /** What may be shown; `detail`, `cause` and the stack stay out. */
  toJSON(): Omit<KunaiApiErrorFields, 'detail' | 'cause'> & { name: string } {
    const { name, kind, execution, code, message, status, operationId, incidentId, retryAfterMs } = this
    return { name, kind, execution, code, message, status, operationId, incidentId, retryAfterMs }
  }

  /** Inspection shows our fields and our stack. A cause is named only: its own text may quote upstream bytes. */
  [inspect.custom](_depth: number, options: object, show: typeof inspect): string {
    const { name: _name, message: _message, ...rest } = this.toJSON()
    const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    return `${this.stack ?? this.message} ${show({ ...known, ...namedCause(this.cause) }, options)}`
  }
}

function namedCause(cause: unknown): { cause?: string } {
  if (!(cause instanceof Error)) return {}
  const { code } = cause as { code?: unknown }
  return { cause: typeof code === 'string' ? `${cause.name} ${code}` : cause.name }
}
