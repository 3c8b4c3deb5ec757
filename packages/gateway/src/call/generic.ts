/** Calls that name an operation by what its request looks like, or by its id as somebody typed it. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { formatIssue, inputOfBody, matchOperation, nearestName } from '@kunai/api/request'
import { operations } from './run-bash.ts'

/** `message` may be shown. */
export interface Misnamed {
  readonly code: string
  readonly message: string
}

export interface NamedCall {
  readonly operation: Operation
  /** Still to be parsed: the corridor judges it like any other input. */
  readonly input: Readonly<Record<string, unknown>>
}

/**
 * The one operation that a method, a raw path and a body mean. Policy hangs on that operation and the request is built
 * again from its input: the text itself is never sent.
 */
export function callOfRequest(method: string, path: string, body: unknown): NamedCall | Misnamed {
  const match = matchOperation(catalogue, method, path)
  if (!match.ok) return { code: match.code, message: match.message }
  const read = inputOfBody(match.operation, body)
  if (!read.ok) return { code: 'invalid_input', message: `body: ${formatIssue(read.issue)}` }
  return { operation: match.operation, input: { ...match.input, ...read.input } }
}

const byId = new Map(operations.map((operation) => [operation.id, operation]))

/** The operation of an id, or the nearest id there is. */
export function operationNamed(id: string): Operation | Misnamed {
  const operation = byId.get(id)
  if (operation !== undefined) return operation
  const nearest = nearestName(id, [...byId.keys()])
  const cure = nearest ? `Did you mean ${nearest}?` : 'Look it up first.'
  return { code: 'unknown_operation', message: `There is no operation of this id. ${cure}` }
}
