/** A template's value as plain JavaScript data. */
import { type Runtime, recursionBound, typeError, useOf } from '../runtime.ts'
import { iterate } from './iterate.ts'
import { textOfValue } from './print.ts'
import { Callable, Dict, Float, isText, Special, textOf, typeName, Undefined, type Value } from './types.ts'

/**
 * None is `null`, lists and tuples are arrays, a dictionary is an object without a prototype. A float is a number, so
 * that 1.0 becomes 1. What is not there is `undefined`, or an error when that is strict.
 */
export function toHost(runtime: Runtime, value: Value, depth = 0): unknown {
  if (depth > runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  runtime.step()
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Float) return value.value
  if (isText(value)) return textOf(value)
  if (value instanceof Undefined) {
    if (value.mode === 'strict') throw useOf(value)
    return undefined
  }
  if (value instanceof Dict) return toObject(runtime, value, depth)
  if (value instanceof Callable || value instanceof Special) throw typeError(`a ${typeName(value)} is no data`)
  return [...iterate(runtime, value)].map((item) => toHost(runtime, item, depth + 1))
}

function toObject(runtime: Runtime, dict: Dict, depth: number): object {
  const object = Object.create(null) as Record<string, unknown>
  // Without a prototype there is no setter named __proto__, so that every key is a plain one.
  for (const [key, value] of dict.entries.values())
    object[textOfValue(runtime, key)] = toHost(runtime, value, depth + 1)
  return object
}
