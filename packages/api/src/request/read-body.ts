/** From a body as it stands on the wire back to the operation's input: what a generic call brings. */
import type { z } from 'zod'
import type { Operation } from '../operation.ts'
import { explainUnknownField, type InputIssue } from './explain.ts'
import { placeOf, throughWireForms } from './to-request.ts'

export type BodyInput =
  | { readonly ok: true; readonly input: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly issue: InputIssue }

/**
 * The input fields that `body` carries, for `parseInput` to judge together with those of path and query. A name that
 * is no field of the body is refused here, because it could otherwise pass for one of the path.
 */
export function inputOfBody(operation: Operation, body: unknown): BodyInput {
  const { wireNames, body: wholeBody } = operation.http
  const fields = Object.keys(operation.input.shape).filter((field) => placeOf(operation, field) === 'body')
  if (body === undefined) return { ok: true, input: {} }
  if (fields.length === 0) return refuse('', 'is not taken by this operation', 'leave the body out')
  if (wholeBody !== undefined) return { ok: true, input: { [wholeBody]: decode(operation, wholeBody, body) } }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('', 'is not an object', `give an object with ${fields.join(', ')}`)
  }
  const fieldOf = new Map(fields.map((field) => [wireNames?.[field] ?? field, field]))
  const input: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const field = fieldOf.get(name)
    if (field === undefined) return { ok: false, issue: explainUnknownField([], name, [...fieldOf.keys()]) }
    input[field] = decode(operation, field, value)
  }
  return { ok: true, input }
}

function decode({ input }: Operation, field: string, value: unknown): unknown {
  return throughWireForms('decode', input.shape[field] as z.ZodType, value)
}

function refuse(field: string, rule: string, cure: string): BodyInput {
  return { ok: false, issue: { field, rule, cure } }
}
