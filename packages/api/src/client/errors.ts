/**
 * The errors of the client: one class tree, one class per kind. What matters most about an error is `execution`:
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
 * What went wrong, as a closed list; each kind is a class below.
 * - `validation`: input that breaks a rule, ours (before sending) or NinjaOne's (400, 422).
 * - `configuration`: the client was set up wrongly, or lacks the identity that the operation needs.
 * - `unauthorized`: NinjaOne accepts neither the identity nor its token.
 * - `forbidden`: the application's scopes or its user's rights do not cover it.
 * - `user_context_required`: forbidden, because only a token with a user behind it may.
 * - `not_found`: nothing under this id, or no such route; `missing` tells which.
 * - `conflict`: it contradicts the state of things (409).
 * - `rate_limited`: too many requests.
 * - `refused`: the API said no for another reason (405 and what it may invent).
 * - `server`: a 5xx in whatever form.
 * - `network_unsent`: no connection came about, or nothing was written to it.
 * - `network_ambiguous`: sent, and no whole answer came.
 * - `unproven_answer`: an answer that the API does not give: an HTML page, a redirect, bare text.
 * - `invalid_answer`: a read was answered, but not with what the operation describes.
 * - `incomplete`: a list could not be read to its end.
 * - `aborted`: the caller's signal or time limit ended it.
 */
export type KunaiApiErrorKind = keyof typeof classes

/** One thing that is wrong with an input. */
export interface ValidationIssue {
  /** Dotted path of the field; empty when the whole input is meant. */
  readonly field: string
  /** The rule it breaks: ours and how to mend it, or the text NinjaOne gave. */
  readonly message: string
}

export interface KunaiApiErrorFields {
  readonly kind: KunaiApiErrorKind
  readonly execution: Execution
  readonly code: string
  readonly message: string
  readonly vendorCode?: string | undefined
  readonly issues?: readonly ValidationIssue[] | undefined
  readonly missing?: 'route' | 'entity' | undefined
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
  /** Stable word of ours: it says more than `kind` where there is more to say (`connection_lost`, `html_page`). */
  readonly code: string
  /** NinjaOne's own code, when it gave one that looks like a code: `invalid_node_role`, `NullPointerException`. */
  readonly vendorCode: string | undefined
  /** HTTP status of the last answer, if there was one. */
  readonly status: number | undefined
  readonly operationId: string | undefined
  /** NinjaOne's own reference for its support. */
  readonly incidentId: string | undefined
  /** How long NinjaOne asked to wait. */
  readonly retryAfterMs: number | undefined
  /** Upstream text. It is data from outside: for a log that people read, never for a message or an agent. */
  declare readonly detail: string | undefined
  /** For `validation`: field by field. Not enumerable, because NinjaOne's part of it is text from outside. */
  declare readonly issues: readonly ValidationIssue[]
  /** For `not_found`: no such route, or nothing under this id; undefined when NinjaOne does not tell. */
  readonly missing: 'route' | 'entity' | undefined

  constructor(fields: KunaiApiErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.kind = fields.kind
    this.execution = fields.execution
    this.code = fields.code
    this.vendorCode = fields.vendorCode
    this.missing = fields.missing
    this.status = fields.status
    this.operationId = fields.operationId
    this.incidentId = fields.incidentId
    this.retryAfterMs = fields.retryAfterMs
    Object.defineProperty(this, 'detail', { value: fields.detail, enumerable: false })
    Object.defineProperty(this, 'issues', { value: fields.issues ?? [], enumerable: false })
  }

  /** A copy that differs in a few fields, for a layer that knows more (the operation, what happened before). */
  with(changes: Partial<KunaiApiErrorFields>): KunaiApiError {
    const { kind, execution, code, vendorCode, missing, issues, message, status, operationId } = this
    const { detail, incidentId, retryAfterMs, cause } = this
    return apiError({
      ...{ kind, execution, code, vendorCode, missing, issues, message, status, operationId },
      ...{ detail, incidentId, retryAfterMs, cause },
      ...changes,
    })
  }

  /** What may be shown; `detail`, `issues`, `cause` and the stack stay out. */
  toJSON(): Omit<KunaiApiErrorFields, 'detail' | 'issues' | 'cause'> & { name: string } {
    const { name, kind, execution, code, vendorCode, missing, message, status, operationId } = this
    const { incidentId, retryAfterMs } = this
    return {
      ...{ name, kind, execution, code, vendorCode, missing, message, status, operationId },
      ...{ incidentId, retryAfterMs },
    }
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

export class ValidationError extends KunaiApiError {
  declare readonly kind: 'validation'
}
export class ConfigurationError extends KunaiApiError {
  declare readonly kind: 'configuration'
}
export class UnauthorizedError extends KunaiApiError {
  declare readonly kind: 'unauthorized'
}
export class ForbiddenError extends KunaiApiError {
  declare readonly kind: 'forbidden' | 'user_context_required'
}
export class UserContextRequiredError extends ForbiddenError {
  declare readonly kind: 'user_context_required'
}
export class NotFoundError extends KunaiApiError {
  declare readonly kind: 'not_found'
}
export class ConflictError extends KunaiApiError {
  declare readonly kind: 'conflict'
}
export class RateLimitedError extends KunaiApiError {
  declare readonly kind: 'rate_limited'
}
export class RefusedError extends KunaiApiError {
  declare readonly kind: 'refused'
}
export class ServerError extends KunaiApiError {
  declare readonly kind: 'server'
}
export class NetworkUnsentError extends KunaiApiError {
  declare readonly kind: 'network_unsent'
}
export class NetworkAmbiguousError extends KunaiApiError {
  declare readonly kind: 'network_ambiguous'
}
export class UnprovenAnswerError extends KunaiApiError {
  declare readonly kind: 'unproven_answer'
}
export class InvalidAnswerError extends KunaiApiError {
  declare readonly kind: 'invalid_answer'
}
export class IncompleteListError extends KunaiApiError {
  declare readonly kind: 'incomplete'
}
export class AbortedError extends KunaiApiError {
  declare readonly kind: 'aborted'
}

const classes = {
  validation: ValidationError,
  configuration: ConfigurationError,
  unauthorized: UnauthorizedError,
  forbidden: ForbiddenError,
  user_context_required: UserContextRequiredError,
  not_found: NotFoundError,
  conflict: ConflictError,
  rate_limited: RateLimitedError,
  refused: RefusedError,
  server: ServerError,
  network_unsent: NetworkUnsentError,
  network_ambiguous: NetworkAmbiguousError,
  unproven_answer: UnprovenAnswerError,
  invalid_answer: InvalidAnswerError,
  incomplete: IncompleteListError,
  aborted: AbortedError,
} as const

/** The error of its kind's class; `KunaiApiError` itself is never made. */
export function apiError(fields: KunaiApiErrorFields): KunaiApiError {
  return new classes[fields.kind](fields)
}
