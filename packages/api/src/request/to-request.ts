/**
 * From an operation and its parsed input to the exact request, as a value.
 * Approval texts, audit, dry runs and the client all read this value; sending it is the client's business.
 */
import type { z } from 'zod'
import { type Operation, wireForms } from '../operation.ts'
import { fillPath, matchesTemplate, pathParameters, RequestError } from './path.ts'

export interface ExactRequest {
  readonly method: Operation['http']['method']
  /** Template with its values in place, percent-encoded. */
  readonly path: string
  /** Values as they are before percent-encoding, in the order of the operation's fields. */
  readonly query: Readonly<Record<string, string>>
  /** Absent when the request has no body. */
  readonly body?: unknown
  /** Absent when the body is JSON. With it, `body` has one field per part; `http.multipart` says in which form. */
  readonly contentType?: 'multipart/form-data'
}

/** Where an input field travels. */
export type FieldPlace = 'path' | 'query' | 'body'

export function placeOf(operation: Operation, field: string): FieldPlace {
  const { method, path, query } = operation.http
  if (pathParameters(path).includes(field)) return 'path'
  // The vendor rejects a DELETE that has a body (ninjaone-api §4).
  if (method === 'GET' || method === 'DELETE') return 'query'
  return query?.includes(field) ? 'query' : 'body'
}

/**
 * The request that `input` makes. `input` is parsed input (see `parseInput`).
 *
 * An operation that has body fields always sends a JSON object, `{}` when none of them is set (reboot without a
 * reason). The vendor's spec declares a JSON body there with nothing required, so `{}` is right by the spec, and it
 * spares us a server that trips over a missing body: such faults answer 500 (ninjaone-api §4), which after a reboot
 * could only be called unknown. An operation without body fields sends no body.
 */
export function toRequest<Input extends z.ZodObject>(
  operation: Operation<string, Input>,
  input: z.output<Input>,
): ExactRequest {
  const values = input as Readonly<Record<string, unknown>>
  const { method, path, wireNames, body: bodyField } = operation.http
  const query: Record<string, string> = Object.create(null)
  const body: Record<string, unknown> = {}
  let wholeBody: unknown
  let hasBody = false
  for (const [field, schema] of Object.entries(operation.input.shape)) {
    const place = placeOf(operation as unknown as Operation, field)
    if (place === 'body') hasBody = true
    const own = Object.hasOwn(values, field) ? values[field] : undefined
    const value = throughWireForms('encode', schema as z.ZodType, own)
    if (value === undefined || place === 'path') continue
    const name = wireNames?.[field] ?? field
    if (field === bodyField) wholeBody = value
    else if (place === 'query') query[name] = queryValue(field, value)
    else body[name] = value
  }
  // A null prototype guards the assignments above; a plain object is what readers and comparisons expect.
  const request = { method, path: fillPath(path, values), query: { ...query } }
  if (bodyField !== undefined) return { ...request, body: wholeBody }
  if (operation.http.multipart) return { ...request, body, contentType: 'multipart/form-data' }
  return hasBody ? { ...request, body } : request
}

/**
 * True when `request` is one that the operation can make: its method, its template, its names and nothing else.
 * A stored request is checked with this before it is sent; a name added to it could mean anything to the server.
 */
export function isRequestOf(operation: Operation, request: ExactRequest): boolean {
  const { method, path, wireNames, body: bodyField, multipart } = operation.http
  if (request.method !== method || !matchesTemplate(path, request.path)) return false
  const names: Record<FieldPlace, Set<string>> = { path: new Set(), query: new Set(), body: new Set() }
  for (const field of Object.keys(operation.input.shape)) {
    names[placeOf(operation, field)].add(wireNames?.[field] ?? field)
  }
  if (!within(request.query, names.query)) return false
  if (request.contentType !== (multipart && 'multipart/form-data')) return false
  const { body } = request
  // The caller's own keys cannot be listed, so a whole body is judged by the schema that let it in.
  if (bodyField !== undefined) return fitsField(operation, bodyField, body)
  if (names.body.size === 0) return body === undefined
  if (!isPlainRecord(body) || !within(body, names.body)) return false
  // What is written into the headers of a part must be as harmless as when it was let in.
  const values = body as Readonly<Record<string, unknown>>
  return Object.keys(multipart ?? {}).every((field) => fitsField(operation, field, values[wireNames?.[field] ?? field]))
}

/** True when the schema would take this value of the wire again. */
function fitsField(operation: Operation, field: string, wireValue: unknown): boolean {
  const schema = operation.input.shape[field] as z.ZodType | undefined
  return schema?.safeParse(throughWireForms('decode', schema, wireValue)).success === true
}

const isPlainRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const within = (value: object, names: ReadonlySet<string>) => Object.keys(value).every((name) => names.has(name))

/** Path and query as they stand in the request line. `%20` for a space, never `+`, which only forms define. */
export function requestTarget(request: ExactRequest): string {
  const pairs = Object.entries(request.query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return pairs.length === 0 ? request.path : `${request.path}?${pairs.join('&')}`
}

interface Inner {
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

/** Values in their form on the wire, or back, also inside lists and objects: a ticket's moments and a warranty's. */
export function throughWireForms(direction: 'encode' | 'decode', schema: z.ZodType, value: unknown): unknown {
  if (value === undefined || value === null) return value
  const form = wireForms.get(schema)
  if (form) return (form[direction] as (value: unknown) => unknown)(value)
  const { innerType, element, shape } = schema.def as Inner
  if (innerType) return throughWireForms(direction, innerType, value)
  if (element && Array.isArray(value)) return value.map((one) => throughWireForms(direction, element, one))
  if (!shape || !isPlainRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      Object.hasOwn(shape, name) ? throughWireForms(direction, shape[name] as z.ZodType, one) : one,
    ]),
  )
}

function queryValue(field: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new RequestError(field, 'is not a single value', 'give one text, number or true/false')
  }
  const text = String(value)
  if (!text.isWellFormed()) throw new RequestError(field, 'is not well-formed Unicode', 'remove the lone surrogate')
  return text
}
