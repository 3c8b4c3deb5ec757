/** One request to the token or revoke endpoint, and what its refusals mean (ninjaone-api §3, §4). */
import type { Clock } from '../clock.ts'
import type { Identity } from '../operation.ts'
import { type AnswerBody, readBody } from './answer.ts'
import { judgeAnswer, judgeFailure, requestIdOf } from './classify.ts'
import { apiError, KunaiApiError } from './errors.ts'
import { type Hooks, notify } from './options.ts'
import { Secret } from './secret.ts'
import type { Transport } from './transport.ts'

interface Endpoint<Value> {
  /** Stands for the request in events and errors. */
  readonly operationId: string
  readonly path: string
  readonly read: (body: AnswerBody) => Value | KunaiApiError
}

const tokenEndpoint: Endpoint<IssuedToken> = {
  operationId: 'oauth.token',
  path: '/ws/oauth/token',
  read: readToken,
}
/** RFC 7009: whatever is in a good answer, the token is gone. */
const revokeEndpoint: Endpoint<void> = { operationId: 'oauth.revoke', path: '/ws/oauth/revoke', read: () => undefined }

export interface TokenContext {
  readonly identity: Identity
  readonly origin: string
  readonly transport: Transport
  readonly clock: Clock
  readonly hooks: Hooks
  readonly userAgent: string
  readonly answerBytesMax: number
}

export interface IssuedToken {
  readonly accessToken: Secret
  readonly expiresInMs: number
  /** Present when NinjaOne rotated it. */
  readonly refreshToken: string | undefined
  /** What was granted; undefined when NinjaOne does not say. */
  readonly scopes: readonly string[] | undefined
}

type Form = Readonly<Record<string, string>>

/** Sends once. Every error says `not_sent`: whatever happened here, the operation itself has not left. */
export function requestToken(context: TokenContext, form: Form, attempt: number): Promise<IssuedToken> {
  return request(context, tokenEndpoint, form, attempt)
}

export function requestRevocation(context: TokenContext, form: Form): Promise<void> {
  return request(context, revokeEndpoint, form, 1)
}

async function request<Value>(
  context: TokenContext,
  { operationId, path, read }: Endpoint<Value>,
  form: Form,
  attempt: number,
): Promise<Value> {
  const { identity, origin, clock, hooks } = context
  const exchangeContext = { operationId, origin, clock }
  const event = { operationId, identity, method: 'POST', path, attempt }
  const startMs = clock.now()
  const ended = (status: number | undefined, requestId: string | undefined, code: string | undefined) =>
    notify(hooks.onAnswer, { ...event, durationMs: clock.now() - startMs, status, requestId, code })

  notify(hooks.onRequest, event)
  const answer = await context.transport
    .exchange({
      method: 'POST',
      target: path,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': context.userAgent,
      },
      body: new URLSearchParams(form).toString(),
      // A refresh token lost in a dead connection may already be used up.
      ownConnection: true,
    })
    .catch((failure: unknown) => {
      const error = judgeFailure(exchangeContext, failure)
      ended(undefined, undefined, error.code)
      throw tokenUnavailable(context, error)
    })
  const body = await readBody(answer, context.answerBytesMax)
  const judged = judgeAnswer(exchangeContext, answer, body)
  const result = judged ? explainRefusal(context, judged, body) : read(body)
  ended(answer.status, requestIdOf(answer), result instanceof KunaiApiError ? result.code : undefined)
  if (result instanceof KunaiApiError) throw result
  return result
}

function readToken(body: AnswerBody): IssuedToken | KunaiApiError {
  const value = body.form === 'json' && typeof body.value === 'object' && body.value !== null ? body.value : {}
  const { access_token, expires_in, refresh_token, scope } = value as Record<string, unknown>
  // What is not printable ASCII cannot stand in a header.
  if (typeof access_token !== 'string' || !/^[\x21-\x7e]+$/.test(access_token)) {
    return apiError({
      kind: 'unauthorized',
      execution: 'not_sent',
      code: 'token_invalid',
      message: 'The token endpoint answered without a usable access token: check the NinjaOne address.',
    })
  }
  const seconds = Number(expires_in)
  return {
    accessToken: new Secret(access_token),
    // An answer that names no lifetime gets a short one; too short costs a request, too long a failed one.
    expiresInMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : 300) * 1000,
    refreshToken: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : undefined,
  }
}

const deadTokenCodes = new Set(['invalid_grant', 'invalid_token'])

function explainRefusal(context: TokenContext, error: KunaiApiError, body: AnswerBody): KunaiApiError {
  // Upstream text of a token endpoint may quote what we sent: secrets. It is dropped, not kept as detail.
  const refuse = (code: string, message: string) =>
    error.with({
      kind: 'unauthorized',
      execution: 'not_sent',
      code,
      message,
      detail: undefined,
      operationId: undefined,
    })
  const { identity, origin } = context
  if (error.status === 404) {
    return refuse(
      'client_not_found',
      `${origin} knows no application with the client id of the ${identity} identity: wrong region, or wrong client id (404).`,
    )
  }
  const vendorCode = error.execution === 'refused' ? (error.vendorCode ?? '') : ''
  if (vendorCode === 'unauthorized_client') {
    return refuse(
      'grant_refused',
      `The application of the ${identity} identity is of another kind: the machine needs an API Services one, the user a Web or Native one.`,
    )
  }
  if (vendorCode === 'invalid_client') {
    return refuse(
      'client_refused',
      `NinjaOne refused the ${identity} identity: check its client secret (${error.status}).`,
    )
  }
  if (deadTokenCodes.has(vendorCode) && identity === 'user') {
    return refuse(
      'reconnect_needed',
      'The user identity must be connected again: its refresh token is no longer valid.',
    )
  }
  if (vendorCode === 'invalid_scope') {
    return refuse(
      'scope_refused',
      `NinjaOne refused the scopes of the ${identity} identity: the application lacks them.`,
    )
  }
  if (body.form === 'html' || error.execution === 'unknown' || error.status === 429)
    return tokenUnavailable(context, error)
  return refuse('token_refused', `NinjaOne gave the ${identity} identity no token (${error.status}).`)
}

function tokenUnavailable({ identity, origin }: TokenContext, error: KunaiApiError): KunaiApiError {
  const reached = error.execution !== 'not_sent'
  return error.with({
    kind: reached ? 'unauthorized' : error.kind,
    execution: 'not_sent',
    operationId: undefined,
    detail: undefined,
    message: reached
      ? `No token for the ${identity} identity: ${origin} did not answer properly (${error.status ?? error.code}).`
      : `No token for the ${identity} identity: ${error.message}`,
  })
}
