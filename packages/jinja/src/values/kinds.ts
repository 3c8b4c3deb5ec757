/** Which of Python's kinds of number a value is. A bool is an integer. */
import { Float, type Integer, type Value } from './types.ts'

export function isInteger(value: Value): value is Integer | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
}

export function isNumber(value: Value): value is Integer | boolean | Float {
  return isInteger(value) || value instanceof Float
}
