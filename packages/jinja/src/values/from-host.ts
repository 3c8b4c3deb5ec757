/**
 * What a caller passes, copied into values of ours. Only own enumerable data properties are read: no getter runs, no
 * prototype is looked at, and a function is refused instead of being kept where a template could reach it.
 */
import { TemplateError } from '../error.ts'
import { type Runtime, recursionBound } from '../runtime.ts'
import { Dict, Float, type Value } from './types.ts'

/** Objects whose data is not in their properties: copied, they would be silently empty. */
const opaque = [Date, Map, Set, WeakMap, WeakSet, RegExp, Promise, ArrayBuffer, Error, Boolean, Number, String] as const

/** Copies of one rendering: what is passed twice is one value in the template too, and circles end. */
export type Copies = Map<object, Value>

/** @returns undefined where there is nothing: a property that is absent, or holds `undefined` */
export function readProperty(runtime: Runtime, owner: object, name: string, copies: Copies): Value | undefined {
  const property = Object.getOwnPropertyDescriptor(owner, name)
  if (property?.enumerable !== true) return undefined
  if (!('value' in property)) throw refused(name, 'is computed by a getter')
  return property.value === undefined ? undefined : fromHost(runtime, property.value, name, copies, 0)
}

function fromHost(runtime: Runtime, value: unknown, name: string, copies: Copies, depth: number): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      // Beyond 2^53 a number does not say which integer it is.
      return Number.isSafeInteger(value) ? value + 0 : new Float(value)
    case 'bigint':
      return narrow(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : fromObject(runtime, value, name, copies, depth)
    default:
      throw refused(name, `is a ${typeof value}`)
  }
}

function fromObject(runtime: Runtime, value: object, name: string, copies: Copies, depth: number): Value {
  if (value instanceof Float) return value
  const copied = copies.get(value)
  if (copied !== undefined) return copied
  if (depth >= runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  if (Array.isArray(value)) {
    const length = Object.getOwnPropertyDescriptor(value, 'length')?.value as number
    runtime.allocate(length)
    const list: Value[] = []
    copies.set(value, list)
    for (let index = 0; index < length; index++) {
      list.push(fromProperty(runtime, value, String(index), name, copies, depth) ?? null)
    }
    return list
  }
  if (ArrayBuffer.isView(value)) throw refused(name, 'is binary')
  const kind = opaque.find((type) => value instanceof type)
  if (kind !== undefined) throw refused(name, `is a ${kind.name}`)
  const dict = new Dict()
  copies.set(value, dict)
  for (const key of Object.keys(value)) {
    const entry = fromProperty(runtime, value, key, name, copies, depth)
    if (entry === undefined) continue
    runtime.allocate(2)
    dict.entries.set(key.startsWith('\0') ? `\0s${key}` : key, [key, entry])
  }
  return dict
}

function fromProperty(
  runtime: Runtime,
  owner: object,
  key: string,
  name: string,
  copies: Copies,
  depth: number,
): Value | undefined {
  const property = Object.getOwnPropertyDescriptor(owner, key)
  if (property === undefined) return undefined
  const path = `${name}.${key}`
  if (!('value' in property)) throw refused(path, 'is computed by a getter')
  return property.value === undefined ? undefined : fromHost(runtime, property.value, path, copies, depth + 1)
}

function refused(name: string, what: string): TemplateError {
  return new TemplateError('input', `'${name}' ${what}: a context holds plain data only (write a date as text)`)
}

/** An integer in the form it has everywhere: `number` while that is exact. */
export function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}
