/** From a good answer's body to the operation's output. */
import type { Operation } from '../operation.ts'
import type { AnswerBody } from './answer.ts'
import { KunaiApiError } from './errors.ts'

export type Decoded =
  | { readonly ok: true; readonly output: unknown; readonly unexpectedBody: boolean }
  | { readonly ok: false; readonly error: KunaiApiError }

/**
 * A read whose answer has the wrong shape is an error: acting on it would be guessing. A write has been accepted
 * whatever its body looks like, so it never fails here; the caller gets the JSON as it came, or undefined where the
 * operation describes no body.
 */
export function decodeAnswer(operation: Operation, status: number, body: AnswerBody): Decoded {
  const value = body.form === 'json' ? body.value : body.form === 'file' ? body.file : undefined
  const parsed = operation.output.safeParse(value)
  const understood = body.form === 'empty' || body.form === 'json' || body.form === 'file'
  if (parsed.success && (understood || operation.risk !== 'read')) {
    return { ok: true, output: parsed.data, unexpectedBody: !understood }
  }
  if (operation.risk !== 'read') {
    const describesNoBody = operation.output.safeParse(undefined).success
    return { ok: true, output: describesNoBody ? undefined : value, unexpectedBody: true }
  }
  const where = parsed.success ? undefined : parsed.error.issues[0]?.path.map(String).join('.')
  return {
    ok: false,
    error: new KunaiApiError({
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
