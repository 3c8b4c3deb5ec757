/**
 * The shapes that a widespread text for agents describes and NinjaOne does not have (ninjaone-api §10): pages in an
 * envelope with opaque cursors, `X-RateLimit-*`, other error bodies, webhooks by `events`. Off unless asked for; it is
 * there for clients that were written to that text.
 */
import type { Operation } from '@kunai/api/operation'
import { z } from 'zod'
import { json, Refusal, type WireAnswer, type WireRequest } from './answer.ts'
import type { Allowance } from './rate-limit.ts'
import { parseJson } from './read-json.ts'

export const dialects = ['ninjaone', 'skill'] as const
export type DialectName = (typeof dialects)[number]

const webhookEvents = ['ALERT_TRIGGERED', 'ALERT_CLEARED', 'DEVICE_ONLINE', 'DEVICE_OFFLINE'] as const
const Webhook = z.strictObject({ url: z.httpUrl(), events: z.array(z.enum(webhookEvents)).min(1) })

const codes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
}

/** As the operation is there: webhooks are set with whatever token there is. */
export function identityFreed(operation: Operation): Operation {
  return operation.id.startsWith('webhooks.') ? { ...operation, identity: 'machine' } : operation
}

/** Turns the opaque cursor of an envelope back into the id that the list goes on after. */
export function readCursor(request: WireRequest): WireRequest {
  const parameters = new URLSearchParams(request.query)
  const cursor = parameters.get('after')
  if (!cursor) return request
  const id = /^after:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (id === undefined) throw refuseField('after', 'This is not a cursor of a page')
  parameters.set('after', id)
  return { ...request, query: parameters.toString() }
}

/** A bare list as an envelope. `isMore` says whether the list goes on after an id. */
export function wrapPage(
  answer: WireAnswer,
  pageSize: number | undefined,
  isMore: (after: number) => boolean,
): WireAnswer {
  const results = JSON.parse(answer.body?.toString() ?? '[]') as { id: number }[]
  const last = results.at(-1)
  const hasNextPage = last !== undefined && results.length === pageSize && isMore(last.id)
  const endCursor = last && Buffer.from(`after:${last.id}`).toString('base64url')
  return json(answer.status, { results, pageInfo: { hasNextPage, ...(endCursor && { endCursor }) } })
}

/** Webhooks are modelled in this dialect alone: taken, and nothing is ever sent. */
export function answerWebhook({ id }: Operation, request: WireRequest): WireAnswer | undefined {
  if (id === 'webhooks.remove') return { status: 204 }
  if (id !== 'webhooks.set') return undefined
  const parsed = Webhook.safeParse(parseJson(request.body ?? Buffer.from('null')))
  if (parsed.success) return { status: 204 }
  const [issue] = parsed.error.issues
  throw refuseField(issue?.path[0]?.toString() ?? 'body', issue?.message ?? 'Invalid')
}

/** `{error, message, details?}` from whichever family a refusal is of. */
export function translateError(answer: WireAnswer): WireAnswer {
  const body = readBody(answer)
  if (body?.details !== undefined) return answer
  const { status, headers } = answer
  const text = String(body?.errorMessage ?? body?.error_description ?? body?.message ?? answer.body ?? '')
  if (status === 429) {
    const retryAfter = Number(headers?.['Retry-After'] ?? 60)
    return json(429, { error: 'rate_limit_exceeded', message: 'Too many requests', retry_after: retryAfter }, headers)
  }
  const [, field, issue] = status === 400 ? (/^([\w.]+): (.+)$/s.exec(text) ?? []) : []
  if (field !== undefined && issue !== undefined) return refuseField(field, issue).answer
  const [, unknown] = status === 400 ? (/^Unrecognized field '([^']+)'/.exec(text) ?? []) : []
  if (unknown !== undefined) return refuseField(unknown, 'Unknown field').answer
  const error = codes[status] ?? (status >= 500 ? 'server_error' : 'bad_request')
  return json(status, { error, message: text || error }, headers)
}

export const rateHeaders = ({ limit, remaining, fullAtMs }: Allowance): Readonly<Record<string, string>> => ({
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
  // The text names no unit; whole seconds since 1970 is what such headers usually hold.
  'X-RateLimit-Reset': String(Math.ceil(fullAtMs / 1000)),
})

function refuseField(field: string, issue: string): Refusal {
  const details = { field, issue }
  return new Refusal(json(422, { error: 'validation_error', message: 'Invalid field value', details }))
}

function readBody({ body, contentType }: WireAnswer): Record<string, unknown> | undefined {
  return body !== undefined && contentType === undefined ? JSON.parse(body.toString()) : undefined
}
