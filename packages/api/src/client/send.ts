/**
 * The way of one request: token, sending, judging, and perhaps once more. It sends exactly the request it was given;
 * whoever showed that value to a person may rely on it.
 */
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Identity, Operation } from '../operation.ts'
import { type ExactRequest, isRequestOf, requestTarget, writeBody } from '../request/index.ts'
import { readBody } from './answer.ts'
import { judgeAnswer, judgeFailure, requestIdOf } from './classify.ts'
import { type Decoded, decodeAnswer } from './decode.ts'
import { apiError, type Execution, KunaiApiError } from './errors.ts'
import type { Limiter } from './limiter.ts'
import { type AnswerEvent, type CallOptions, type Hooks, notify, type RequestEvent } from './options.ts'
import { findForeignRow } from './organization-scope.ts'
import type { Page } from './page.ts'
import { type AbortContext, abortedError, DeadlineReached, nextStep, pause, type RetryPolicy } from './retry.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { Token } from './token.ts'
import type { TokenSource } from './tokens.ts'
import type { Transport } from './transport.ts'

export interface SendContext {
  readonly origin: string
  readonly transport: Transport
  readonly tokens: Readonly<Partial<Record<Identity, TokenSource>>>
  readonly clock: Clock
  readonly retry: RetryPolicy
  /** Shared by all calls of the client. */
  readonly retryBudget: RetryBudget
  readonly limiter: Limiter
  readonly hooks: Hooks
  readonly userAgent: string
  readonly answerBytesMax: number
}

type Attempt = (Decoded & { readonly ok: true }) | { readonly ok: false; readonly error: KunaiApiError }

/** Sends `request` and gives the operation's output. */
export async function sendRequest<Output extends z.ZodType>(
  context: SendContext,
  operation: Operation<string, z.ZodObject, Output>,
  request: ExactRequest,
  options: CallOptions = {},
): Promise<z.output<Output>> {
  const { output } = await sendPage(context, operation as unknown as Operation, request, options)
  return output as z.output<Output>
}

/** The same, with what the answer says of further pages. */
export async function sendPage(
  context: SendContext,
  operation: Operation,
  request: ExactRequest,
  options: CallOptions,
): Promise<Page> {
  const { timeoutMs } = options
  if (timeoutMs === undefined) return sendPatiently(context, operation, request, options)
  const ended = new AbortController()
  const late = new AbortController()
  context.clock.sleep(timeoutMs, ended.signal).then(
    () => late.abort(new DeadlineReached()),
    () => {},
  )
  const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal
  return sendPatiently(context, operation, request, { ...options, signal }).finally(() => ended.abort())
}

async function sendPatiently(
  context: SendContext,
  operation: Operation,
  request: ExactRequest,
  options: CallOptions,
): Promise<Page> {
  const { id: operationId } = operation
  const { signal } = options
  checkFits(operation, request)
  const source = context.tokens[operation.identity] ?? missingIdentity(operation)

  let execution: Execution = 'not_sent'
  let attempts = 0
  let sends = 0
  let spent = 0
  let refused: Token | undefined
  for (;;) {
    const sayWhere = (error: unknown): never => {
      throw error instanceof KunaiApiError ? error.with({ operationId, execution }) : error
    }
    const place = await takePlace(context, operation, { signal, operationId, execution }).catch(sayWhere)
    let attempt: Attempt
    let token: Token
    try {
      const asked = refused ? source.renew(refused) : source.get()
      token = await unlessAborted(asked, signal, operationId, execution).catch(sayWhere)
      attempts += 1
      const onSend = () => {
        const event = eventOf(operation, request, attempts)
        context.hooks.onSend?.(event)
        options.onSend?.(event)
        sends += 1
      }
      attempt = await tryOnce(context, operation, request, { token, attempts, onSend, signal })
    } finally {
      place.release()
    }
    if (attempt.ok) {
      context.retryBudget.refill(spent)
      return attempt
    }
    const { error } = attempt
    // The last try speaks for all: after one that ended as unknown, only a read is tried again.
    execution = error.execution
    const renewed = refused !== undefined
    const next = nextStep(operation, error, { attempts, sends, renewed }, context.retry)
    if (next.step === 'stop') throw error
    if (next.step === 'renew') {
      refused = token
      continue
    }
    const price = context.retryBudget.spend(error)
    if (price === undefined) throw error
    spent = price
    await pause(context.clock, next.delayMs, { signal, operationId, execution })
    notify(context.hooks.onWait, { operationId, reason: 'repeat', waitMs: next.delayMs })
  }
}

/** Waits for its turn, and says so when that took time. */
async function takePlace(
  { limiter, clock, hooks }: SendContext,
  { risk }: Operation,
  base: AbortContext,
): Promise<{ readonly release: () => void }> {
  const startMs = clock.now()
  const place = await limiter.take(risk === 'read' ? 'read' : 'write', base.signal).catch((error: unknown) => {
    throw error instanceof KunaiApiError ? error : abortedError(base, error)
  })
  const waitMs = clock.now() - startMs
  if (waitMs > 0) notify(hooks.onWait, { operationId: base.operationId, reason: 'pace', waitMs })
  return place
}

interface TryOptions {
  readonly token: Token
  readonly attempts: number
  readonly onSend: () => void
  readonly signal: AbortSignal | undefined
}

async function tryOnce(
  context: SendContext,
  operation: Operation,
  request: ExactRequest,
  { token, attempts, onSend, signal }: TryOptions,
): Promise<Attempt> {
  const { origin, clock, hooks, answerBytesMax } = context
  const exchangeContext = { operationId: operation.id, origin, clock }
  const event = eventOf(operation, request, attempts)
  const startMs = clock.now()
  const ended = (rest: Pick<AnswerEvent, 'status' | 'requestId' | 'code' | 'unexpectedBody'>) =>
    notify(hooks.onAnswer, { ...event, durationMs: clock.now() - startMs, ...rest })

  notify(hooks.onRequest, event)
  const written = writeBody(operation, request)
  const answer = await context.transport
    .exchange({
      method: request.method,
      target: requestTarget(request),
      headers: headersOf(context, operation, written?.contentType, token),
      body: written?.bytes,
      ownConnection: operation.risk !== 'read',
      signal,
      onSend,
    })
    .catch((failure: unknown) => judgeFailure(exchangeContext, failure))
  if (answer instanceof KunaiApiError) {
    ended({ status: undefined, requestId: undefined, code: answer.code })
    return { ok: false, error: answer }
  }
  const { status } = answer
  const requestId = requestIdOf(answer)
  const body = await readBody(answer, answerBytesMax, operation.http.answer)
  const bad = judgeAnswer(exchangeContext, answer, body)
  context.limiter.learn(answer, startMs, bad)
  const read = bad ? { ok: false as const, error: bad } : decodeAnswer(operation, status, body)
  const foreign = read.ok ? findForeignRow(operation, request, read.output) : undefined
  const decoded = foreign ? { ok: false as const, error: foreign.with({ status }) } : read
  if (decoded.ok) {
    ended({ status, requestId, code: undefined, unexpectedBody: decoded.unexpectedBody })
    return decoded
  }
  const error = withoutToken(decoded.error, token)
  ended({ status, requestId, code: error.code })
  return { ok: false, error }
}

function headersOf(
  context: SendContext,
  { http }: Operation,
  contentType: string | undefined,
  token: Token,
): Record<string, string> {
  const headers: Record<string, string> = {
    // A server that is asked for JSON may refuse to answer with a file (406).
    accept: http.answer === 'file' ? '*/*' : 'application/json',
    'accept-encoding': 'gzip',
    authorization: `Bearer ${token.accessToken.reveal()}`,
    'user-agent': context.userAgent,
  }
  if (contentType !== undefined) headers['content-type'] = contentType
  return headers
}

/** A server that echoes our headers must not bring the token into a log. */
function withoutToken(error: KunaiApiError, token: Token): KunaiApiError {
  const secret = token.accessToken.reveal()
  if (!error.detail?.includes(secret)) return error
  return error.with({ detail: error.detail.replaceAll(secret, '[redacted]') })
}

function eventOf(operation: Operation, request: ExactRequest, attempt: number): RequestEvent {
  const { id: operationId, identity } = operation
  return { operationId, identity, method: request.method, path: request.path, attempt }
}

/** Whoever made the value: a request that is not this operation's would run under its policy and its identity. */
function checkFits(operation: Operation, request: ExactRequest): void {
  if (isRequestOf(operation, request)) return
  throw apiError({
    kind: 'validation',
    execution: 'not_sent',
    code: 'request_does_not_fit',
    message: `The request is not one that ${operation.id} makes, so it was not sent: build it with toRequest.`,
    operationId: operation.id,
  })
}

function missingIdentity({ id: operationId, identity }: Operation): never {
  throw apiError({
    kind: 'configuration',
    execution: 'not_sent',
    code: 'identity_not_configured',
    message: `${operationId} needs the ${identity} identity, which is not configured: add it to this connection.`,
    operationId,
  })
}

/** The caller stops waiting; a token request that others may be waiting for goes on. */
function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  operationId: string,
  execution: Execution,
): Promise<Value> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortedError({ operationId, execution, signal }, signal.reason))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
