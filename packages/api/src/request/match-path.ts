/**
 * Which operation a path in writing means. Policy hangs on the operation that is found here, never on the text, and
 * the request is built again from operation and input: the text itself is never sent.
 */
import type { z } from 'zod'
import { findInRegistry, type Operation, wireForms } from '../operation.ts'
import { matchesTemplate } from './path.ts'
import { type RawPath, type RawPathProblem, type RawPathRefusal, readRawPath, refusePath } from './read-raw-path.ts'
import { placeOf } from './to-request.ts'

export type { RawPathProblem } from './read-raw-path.ts'

export interface MatchedOperation {
  readonly ok: true
  readonly operation: Operation
  /** The template filled with its values: what `raw` is without `/api`. */
  readonly path: string
  /** Values of path and query by the operation's own field names; `parseInput` judges them. */
  readonly input: Readonly<Record<string, string | number | boolean>>
}

export interface PathRefusal {
  readonly ok: false
  readonly code: RawPathProblem
  readonly rule: string
  readonly cure: string
  /** May be shown: nothing of the path is repeated but names of a query, when they are plain words. */
  readonly message: string
  /** With `wrong_method`: the methods that this path has. */
  readonly methods?: readonly string[]
}

/** One step of a path: fixed words, or one parameter. */
interface Place {
  readonly words: Map<string, Place>
  parameter: Place | undefined
  /** Operations that end here, by method. */
  readonly ends: Map<string, Operation>
}

const compiled = new WeakMap<readonly Operation[], Place>()

/**
 * The one operation that `method` and `rawPath` mean, with its input, or why there is none. Where a fixed word and a
 * parameter both fit, the word wins, from the left. The most specific path decides before the method is looked at.
 */
export function matchOperation(
  catalogue: readonly Operation[],
  method: string,
  rawPath: string,
): MatchedOperation | PathRefusal {
  const raw = readRawPath(rawPath)
  if (!raw.ok) return explain(raw)
  const place = walk(compile(catalogue), raw.segments, 0)
  if (!place) {
    return explain(refusePath('no_such_path', 'belongs to no operation', 'look the operation up in the catalogue'))
  }
  const operation = place.ends.get(method)
  if (!operation) {
    const methods = [...place.ends.keys()].sort()
    const cure = `use ${methods.join(' or ')}`
    return { ...explain(refusePath('wrong_method', 'has no operation with this method', cure)), methods }
  }
  const input = readInput(operation, raw)
  if ('code' in input) return explain(input)
  const path = `/${raw.segments.map(({ encoded }) => encoded).join('/')}`
  // What was walked and what is sent are two readings of one template; they must agree.
  if (!matchesTemplate(operation.http.path, path)) throw new Error(`${operation.id} does not fill to its own path`)
  return { ok: true, operation, path, input: input.fields }
}

function explain(refusal: RawPathRefusal): PathRefusal {
  return { ...refusal, message: `The path ${refusal.rule}: ${refusal.cure}.` }
}

function compile(catalogue: readonly Operation[]): Place {
  const known = compiled.get(catalogue)
  if (known) return known
  const root = emptyPlace()
  for (const operation of catalogue) {
    let place = root
    for (const part of operation.http.path.slice(1).split('/')) place = enter(place, part)
    const other = place.ends.get(operation.http.method)
    if (other) throw new Error(`${operation.id} and ${other.id} have the same method and path`)
    place.ends.set(operation.http.method, operation)
  }
  compiled.set(catalogue, root)
  return root
}

const emptyPlace = (): Place => ({ words: new Map(), parameter: undefined, ends: new Map() })

function enter(place: Place, part: string): Place {
  if (part.startsWith('{')) {
    place.parameter ??= emptyPlace()
    return place.parameter
  }
  const next = place.words.get(part) ?? emptyPlace()
  place.words.set(part, next)
  return next
}

/** Where the path ends in the tree. At most two ways at each step, and templates are short. */
function walk(place: Place, segments: RawPath['segments'], index: number): Place | undefined {
  const segment = segments[index]
  if (!segment) return place.ends.size > 0 ? place : undefined
  const word = place.words.get(segment.encoded)
  const found = word && walk(word, segments, index + 1)
  return found ?? (place.parameter && walk(place.parameter, segments, index + 1))
}

type Value = string | number | boolean

function readInput(operation: Operation, raw: RawPath): { fields: Record<string, Value> } | RawPathRefusal {
  const given = new Map<string, string>()
  for (const [index, part] of operation.http.path.slice(1).split('/').entries()) {
    if (part.startsWith('{')) given.set(part.slice(1, -1), raw.segments[index]?.text ?? '')
  }
  const names = queryFields(operation)
  for (const [name, text] of raw.query) {
    const field = names.get(name)
    if (field === undefined) {
      const known = names.size === 0 ? 'this operation has none' : `known are ${[...names.keys()].join(', ')}`
      return refusePath('query', 'has a query name that the operation does not have', known)
    }
    given.set(field, text)
  }
  const fields: Record<string, Value> = {}
  for (const [field, text] of given) {
    const value = readValue(operation.input.shape[field] as z.ZodType, text)
    if (value === undefined)
      return refusePath('wrong_value', `has no fitting value for ${field}`, cureOf(operation, field))
    fields[field] = value
  }
  return { fields }
}

/** Name on the wire → field. */
function queryFields({ http, ...operation }: Operation): ReadonlyMap<string, string> {
  const fields = Object.keys(operation.input.shape).filter((one) => placeOf({ http, ...operation }, one) === 'query')
  return new Map(fields.map((field) => [http.wireNames?.[field] ?? field, field]))
}

function kindOf(schema: z.ZodType): string {
  const { type, innerType } = schema.def as unknown as { type: string; innerType?: z.ZodType }
  return innerType ? kindOf(innerType) : type
}

/** The value that stands for `text` and would be written as `text` again; undefined when there is none. */
function readValue(schema: z.ZodType, text: string): Value | undefined {
  // The wire's form cannot be turned back: it would be a guess.
  if (findInRegistry(wireForms, schema)) return undefined
  switch (kindOf(schema)) {
    case 'number': {
      const number = Number(text)
      return /^-?\d+(\.\d+)?$/.test(text) && String(number) === text ? number : undefined
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    default:
      return text
  }
}

function cureOf(operation: Operation, field: string): string {
  switch (kindOf(operation.input.shape[field] as z.ZodType)) {
    case 'number':
      return 'write a number in digits, without zeros before it'
    case 'boolean':
      return 'write true or false'
    default:
      return 'give this value as an input field instead'
  }
}
