/** Arguments of built-in functions as the kind they must be. */
import { type Runtime, typeError, useOf, valueError } from '../runtime.ts'
import { isInteger } from './kinds.ts'
import { textOfValue } from './print.ts'
import { type Float, isText, textOf, typeName, Undefined, type Value } from './types.ts'

export function wantText(value: Value): string {
  if (isText(value)) return textOf(value)
  if (value instanceof Undefined) throw useOf(value)
  throw typeError(`expected str, not ${typeName(value)}`)
}

/** An integer that is used as a size or a place, or `otherwise` when it was left out. */
export function wantInteger(value: Value | undefined, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise
  if (value !== undefined && isInteger(value)) return Number(value)
  if (value instanceof Undefined) throw useOf(value)
  throw typeError(`an integer is required, not ${typeName(value ?? null)}`)
}

/** Text, or what `str()` makes of it. */
export function softText(runtime: Runtime, value: Value): string {
  return isText(value) ? textOf(value) : textOfValue(runtime, value)
}

/** What `int()` and the like make of a float. */
export function truncate(value: Float): bigint {
  if (Number.isNaN(value.value)) throw valueError('cannot convert float NaN to integer')
  return BigInt(Math.trunc(value.value))
}
