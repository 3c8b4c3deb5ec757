/**
 * From the wire to an operation's input: path, query and body are put together, wire names and wire forms are
 * turned back, and the operation's own schema judges the result. Everything is derived from the catalogue.
 */
import { findInRegistry, ignoredByVendor, type Operation } from '@kunai/api/operation'
import type { z } from 'zod'
import { type Incidents, refuseText, type WireRequest } from './answer.ts'
import { createBodyReader } from './body.ts'
import { describeUnknownField } from './body-parts.ts'
import { type Reader, readerOf, textReaderOf } from './wire-values.ts'

export interface Field {
  readonly name: string
  readonly wireName: string
  readonly schema: z.ZodType
  readonly readText: (text: string) => unknown
  readonly readWire: Reader | undefined
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
      schema,
      readText: textReaderOf(schema),
      readWire: readerOf(schema, `${id}.${name}`),
    }),
  )
  // What our schema refuses there the vendor passes over, so the text goes round the schema.
  const unchecked = Object.keys(shape).filter((name) => findInRegistry(ignoredByVendor, shape[name] as z.ZodType))
  const inPath = fields.filter(({ name }) => http.path.includes(`{${name}}`))
  const rest = fields.filter((field) => !inPath.includes(field))
  const hasBody = http.method !== 'GET' && http.method !== 'DELETE'
  const inQuery = rest.filter(({ name }) => !hasBody || http.query?.includes(name))
  const inBody = rest.filter((field) => !inQuery.includes(field))

  const readBody = createBodyReader(operation, inBody, incidents)

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
    Object.assign(candidate, readBody(request))
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
