/** From one value as it stands on the wire to what the operation's schema takes. */
import { findInRegistry, wireForms } from '@kunai/api/operation'
import type { z } from 'zod'

export type Reader = (value: unknown) => unknown

interface Inner {
  readonly type: string
  readonly format?: string
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
  /** Of a literal. */
  readonly values?: readonly unknown[]
}

const innerOf = (schema: z.ZodType) => schema.def as unknown as Inner

function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType } = innerOf(schema)
  return innerType ? unwrap(innerType) : schema
}

export const isList = (schema: z.ZodType): boolean => innerOf(unwrap(schema)).type === 'array'

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
export function readerOf(schema: z.ZodType, where: string): Reader | undefined {
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
export function textReaderOf(schema: z.ZodType): (text: string) => unknown {
  const { type, values = [] } = innerOf(unwrap(schema))
  switch (type) {
    case 'literal':
      return (text) => values.find((value) => String(value) === text) ?? text
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

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
