/** From a good answer's body to the operation's output. */
import type { Operation } from '../operation.ts'
import type { AnswerBody } from './answer.ts'
import { apiError, type KunaiApiError } from './errors.ts'
import type { PageInfo } from './page.ts'

export type Decoded =
  | {
      readonly ok: true
      readonly output: unknown
      readonly pageInfo: PageInfo | undefined
      readonly unexpectedBody: boolean
    }
  | { readonly ok: false; readonly error: KunaiApiError }

/**
 * A read whose answer has the wrong shape is an error: acting on it would be guessing. A write has been accepted
 * whatever its body looks like, so it never fails here; the caller gets the JSON as it came, or undefined where the
 * operation describes no body.
 */
export function decodeAnswer(operation: Operation, status: number, body: AnswerBody): Decoded {
  const data = body.form === 'json' ? body.value : body.form === 'file' ? body.file : undefined
  const envelope = operation.paging === 'after' ? readEnvelope(data) : undefined
  const value = envelope ? envelope.results : data
  const pageInfo = envelope?.pageInfo
  const parsed = operation.output.safeParse(value)
  const understood = body.form === 'empty' || body.form === 'json' || body.form === 'file'
  if (parsed.success && (understood || operation.risk !== 'read')) {
    return { ok: true, output: parsed.data, pageInfo, unexpectedBody: !understood }
  }
  if (operation.risk !== 'read') {
    const describesNoBody = operation.output.safeParse(undefined).success
    return { ok: true, output: describesNoBody ? undefined : value, pageInfo, unexpectedBody: true }
  }
  const where = parsed.success ? undefined : parsed.error.issues[0]?.path.map(String).join('.')
  return {
    ok: false,
    error: apiError({
      kind: 'invalid_answer',
      execution: 'unknown',
      code: 'invalid_answer',
      status,
      operationId: operation.id,
      message: `${operation.id} was answered (${status}) with something else than it describes.`,
      detail: `${body.form} body${where ? `, first difference at ${where}` : ''}`,
    }),
  }
}

/**
 * `{ results, pageInfo: { hasNextPage, endCursor } }` where the vendor's description says a bare array: the shape of
 * our seed (ninjaone-api §10). `{ hasMore, nextCursor }` is what the vendor itself answers elsewhere.
 */
function readEnvelope(value: unknown): { results: readonly unknown[]; pageInfo: PageInfo } | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { results, pageInfo } = value as { results?: unknown; pageInfo?: unknown }
  if (!Array.isArray(results) || typeof pageInfo !== 'object' || pageInfo === null) return undefined
  const { hasNextPage, endCursor, hasMore, nextCursor } = pageInfo as Readonly<Record<string, unknown>>
  const more = hasNextPage ?? hasMore
  const cursor = endCursor ?? nextCursor
  if (typeof more !== 'boolean') return undefined
  const usable = (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number'
  return { results, pageInfo: { hasNextPage: more, endCursor: usable ? String(cursor) : undefined } }
}
