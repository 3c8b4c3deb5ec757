/**
 * From the wire to an operation's input: path, query and body are put together, wire names and wire forms are
 * turned back, and the operation's own schema judges the result. Everything is derived from the catalogue.
 */
import { findInRegistry, ignoredByVendor, type Operation, wireForms } from '@kunai/api/operation'
import type { z } from 'zod'
import { type Incidents, refuseText, type WireRequest } from './answer.ts'
import { readForm } from './form.ts'

type Reader = (value: unknown) => unknown

interface Inner {
  readonly type: string
  readonly format?: string
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

const innerOf = (schema: z.ZodType) => schema.def as unknown as Inner

function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType } = innerOf(schema)
  return innerType ? unwrap(innerType) : schema
}

/**
 * A moment: ISO 8601, epoch seconds, or epoch milliseconds from 1e11 on. Texts disagree, so all pass
 * (ninjaone-api §5, "Maintenance units").
 */
export function readMoment(value: unknown): unknown {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof number !== 'number') return value
  const milliseconds = number >= 1e11 ? number : number * 1000
  // The largest moment a date can hold; beyond it the schema refuses the number itself.
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(Math.round(milliseconds)).toISOString() : value
}

/** How to turn back the wire forms inside a schema; undefined when it has none. */
function readerOf(schema: z.ZodType, where: string): Reader | undefined {
  const bare = unwrap(schema)
  if (findInRegistry(wireForms, bare)) {
    if (innerOf(bare).format === 'datetime') return readMoment
    throw new Error(`${where} has a wire form that the sandbox cannot read`)
  }
  const { element, shape } = innerOf(bare)
  if (element) {
    const read = readerOf(element, `${where}[]`)
    return read && ((value) => (Array.isArray(value) ? value.map(read) : value))
  }
  if (!shape) return undefined
  const readers = Object.entries(shape).flatMap(([name, field]) => {
    const read = readerOf(field, `${where}.${name}`)
    return read ? [[name, read] as const] : []
  })
  if (readers.length === 0) return undefined
  return (value) => {
    if (!isRecord(value)) return value
    const copy = { ...value }
    for (const [name, read] of readers) if (name in copy) copy[name] = read(copy[name])
    return copy
  }
}

/** What a text in a path or query means to this schema. Text that does not fit is left for the schema to refuse. */
function textReaderOf(schema: z.ZodType): (text: string) => unknown {
  switch (innerOf(unwrap(schema)).type) {
    case 'number':
    case 'int':
      return (text) => (/^-?\d{1,16}(\.\d+)?$/.test(text) ? Number(text) : text)
    case 'boolean':
      return (text) => (text === 'true' ? true : text === 'false' ? false : text)
    case 'array':
      return (text) => text.split(',')
    default:
      return (text) => text
  }
}

interface Field {
  readonly name: string
  readonly wireName: string
  readonly readText: (text: string) => unknown
  readonly readWire: Reader | undefined
  readonly isList: boolean
}

/** A part of a form is text, or a list of files where the operation may want one. */
function readPart({ readText, isList }: Field, value: unknown): unknown {
  if (typeof value === 'string') return readText(value)
  return Array.isArray(value) && value.length === 1 && !isList ? value[0] : value
}

export type Decoder = (request: WireRequest, path: Readonly<Record<string, string>>) => Record<string, unknown>

/** Made once per operation; the result throws a `Refusal` for whatever the operation would not take. */
export function createDecoder(operation: Operation, incidents: Incidents): Decoder {
  const { http, input, id } = operation
  const shape = input.shape as Readonly<Record<string, z.ZodType>>
  const fields = Object.entries(shape).map(
    ([name, schema]): Field => ({
      name,
      wireName: http.wireNames?.[name] ?? name,
      readText: textReaderOf(schema),
      readWire: readerOf(schema, `${id}.${name}`),
      isList: innerOf(unwrap(schema)).type === 'array',
    }),
  )
  // What our schema refuses there the vendor passes over, so the text goes round the schema.
  const unchecked = Object.keys(shape).filter((name) => findInRegistry(ignoredByVendor, shape[name] as z.ZodType))
  const inPath = fields.filter(({ name }) => http.path.includes(`{${name}}`))
  const rest = fields.filter((field) => !inPath.includes(field))
  const hasBody = http.method !== 'GET' && http.method !== 'DELETE'
  const inQuery = rest.filter(({ name }) => !hasBody || http.query?.includes(name))
  const inBody = rest.filter((field) => !inQuery.includes(field))

  const readBody = (request: WireRequest, candidate: Record<string, unknown>): void => {
    if (!request.body?.length) return
    // The vendor refuses a DELETE that brings JSON (ninjaone-api §4).
    if (http.method === 'DELETE') throw incidents.refuse(400, 'body_not_allowed', 'DELETE takes no body')
    if (!hasBody) return
    const body = readRequestBody(operation, request, incidents)
    // The whole body is the value of one field: a list, or a map with keys of the caller's.
    const whole = inBody.find(({ name }) => name === http.body)
    if (whole) {
      candidate[whole.name] = whole.readWire ? whole.readWire(body) : body
      return
    }
    if (!isRecord(body)) throw refuseText(400, 'Cannot deserialize the request body: expected a JSON object')
    const known = inBody.map(({ wireName }) => wireName)
    const unknown = Object.keys(body).find((name) => !known.includes(name))
    if (unknown !== undefined) throw refuseText(400, describeUnknownField(unknown, known))
    for (const field of inBody) {
      if (!Object.hasOwn(body, field.wireName)) continue
      const value = http.multipart ? readPart(field, body[field.wireName]) : body[field.wireName]
      candidate[field.name] = field.readWire ? field.readWire(value) : value
    }
  }

  return (request, path) => {
    const candidate: Record<string, unknown> = {}
    for (const field of inPath) candidate[field.name] = field.readText(path[field.name] ?? '')
    if (inQuery.length > 0 && request.query) {
      const query = new URLSearchParams(request.query)
      for (const field of inQuery) {
        // Query parameters the operation does not know are passed over, as the vendor does; so are empty ones.
        const text = query.get(field.wireName)
        if (!text) continue
        const value = field.readText(text)
        candidate[field.name] = field.readWire ? field.readWire(value) : value
      }
    }
    readBody(request, candidate)
    const taken: Record<string, unknown> = {}
    for (const name of unchecked) {
      if (candidate[name] !== undefined) taken[name] = candidate[name]
      delete candidate[name]
    }
    const parsed = input.safeParse(candidate)
    if (parsed.success) return { ...parsed.data, ...taken }
    throw refuseIssue(parsed.error.issues, fields, inPath, incidents)
  }
}

/** JSON, or a form where the vendor wants one; the other kind is refused (ninjaone-api §5, "Ticketing"). */
function readRequestBody({ http }: Operation, { contentType = '', body }: WireRequest, incidents: Incidents): unknown {
  const wanted = http.multipart ? /^multipart\/form-data\b/i : /^application\/(\S+\+)?json\b/i
  if (!wanted.test(contentType)) throw incidents.refuse(415, 'FAILURE', 'HTTP 415 Unsupported Media Type')
  if (!http.multipart) return parseJson(body ?? Buffer.alloc(0))
  const values = readForm(contentType, body ?? Buffer.alloc(0), http.multipart)
  if (!values) throw refuseText(400, 'Cannot parse the request body: it is not a form')
  return values
}

function refuseIssue(
  issues: readonly z.core.$ZodIssue[],
  fields: readonly Field[],
  inPath: readonly Field[],
  incidents: Incidents,
) {
  // A path value of the wrong kind is no such path: the vendor's routes are typed.
  if (issues.some(({ path }) => inPath.some(({ name }) => name === path[0]))) return incidents.noRoute()
  const [issue] = issues
  if (!issue) return incidents.refuse(400, 'FAILURE', 'Bad request')
  if (issue.code === 'unrecognized_keys') return refuseText(400, describeUnknownField(issue.keys[0] ?? '', []))
  const [name, ...inside] = issue.path
  const wireName = fields.find((field) => field.name === name)?.wireName ?? 'request'
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message)
  const word = wireName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const where = [wireName, ...inside.map(String)].join('.')
  return incidents.refuse(400, missing ? `${word}_is_required` : `invalid_${word}`, `${where}: ${issue.message}`)
}

/** Reads as the JSON binding of the vendor's server does (ninjaone-api §4, "unknown JSON property"). */
function describeUnknownField(name: string, known: readonly string[]): string {
  const list = known.map((one) => `'${one}'`).join(', ')
  return `Unrecognized field '${name}', not marked as ignorable (${known.length} known properties: ${list})`
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw refuseText(400, 'Cannot parse the request body: it is not JSON')
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
