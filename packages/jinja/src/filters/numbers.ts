/** Filters on numbers. */

import { TemplateError } from '../error.ts'
import { formatValue } from '../format/spec.ts'
import { type Runtime, typeError, useOf } from '../runtime.ts'
import { truncate, wantInteger } from '../values/arguments.ts'
import { binary, integer, negate, round, toFloat } from '../values/arithmetic.ts'
import { isTrue } from '../values/iterate.ts'
import { isInteger, isNumber } from '../values/kinds.ts'
import { readFloat, readInteger } from '../values/read-number.ts'
import { Float, isText, textOf, typeName, Undefined, type Value } from '../values/types.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value

function abs(runtime: Runtime, value: Value): Value {
  if (!isNumber(value)) throw notNumber(value)
  if (value instanceof Float) return new Float(Math.abs(value.value))
  if (typeof value === 'boolean') return Number(value)
  return value < 0 ? negate(runtime, value) : value
}

function notNumber(value: Value): TemplateError {
  return value instanceof Undefined ? useOf(value) : typeError(`a number is required, not ${typeName(value)}`)
}

/** What cannot be read as an integer, or as a float and then an integer, is the default. */
function int(runtime: Runtime, value: Value, otherwise: Value = 0, base?: Value): Value {
  if (value instanceof Undefined) throw useOf(value)
  if (isInteger(value)) return typeof value === 'boolean' ? Number(value) : value
  if (isText(value)) {
    const whole = readInteger(textOf(value), wantInteger(base, 10))
    if (whole !== undefined) return integer(runtime, whole)
    const float = readFloat(textOf(value))
    if (float === undefined || Number.isNaN(float)) return otherwise
    return integer(runtime, wholeOf(float))
  }
  if (!(value instanceof Float)) return otherwise
  if (Number.isNaN(value.value)) return otherwise
  return integer(runtime, wholeOf(value.value))
}

function wholeOf(float: number): bigint {
  if (!Number.isFinite(float)) throw new TemplateError('overflow', 'cannot convert float infinity to integer')
  return truncate(new Float(float))
}

function float(_runtime: Runtime, value: Value, otherwise: Value = new Float(0)): Value {
  if (value instanceof Undefined) throw useOf(value)
  if (isNumber(value)) return value instanceof Float ? value : new Float(toFloat(value))
  const read = isText(value) ? readFloat(textOf(value)) : undefined
  return read === undefined ? otherwise : new Float(read)
}

function roundFilter(runtime: Runtime, value: Value, precision?: Value, method?: Value): Value {
  const how = method === undefined ? 'common' : isText(method) ? textOf(method) : ''
  if (!['common', 'ceil', 'floor'].includes(how))
    throw new TemplateError('value', 'method must be common, ceil or floor')
  if (how === 'common') {
    if (!isNumber(value)) throw notNumber(value)
    return round(runtime, value, wantInteger(precision, 0))
  }
  const power = binary(runtime, '**', 10, precision ?? 0)
  const scaledValue = binary(runtime, '*', value, power)
  if (!isNumber(scaledValue)) throw notNumber(value)
  const whole = scaledValue instanceof Float ? stepTo(scaledValue.value, how) : BigInt(scaledValue)
  return binary(runtime, '/', integer(runtime, whole), power)
}

function stepTo(value: number, how: string): bigint {
  return wholeOf(how === 'ceil' ? Math.ceil(value) : Math.floor(value))
}

const decimalUnits = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB']
const binaryUnits = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']

function filesizeformat(runtime: Runtime, value: Value, isBinary?: Value): Value {
  const read = float(runtime, value, null)
  if (read === null) throw new TemplateError('value', 'could not convert to float')
  const size = (read as Float).value
  const inBinary = isBinary !== undefined && isTrue(isBinary)
  const base = inBinary ? 1024 : 1000
  if (size === 1) return '1 Byte'
  if (size < base) return `${wholeOf(size)} Bytes`
  const units = inBinary ? binaryUnits : decimalUnits
  const index = units.findIndex((_, place) => size < base ** (place + 2))
  const place = index < 0 ? units.length - 1 : index
  const shown = new Float((base * size) / base ** (place + 2))
  return `${formatValue(runtime, shown, '.1f')} ${units[place]}`
}

export const numberFilters: readonly (readonly [string, Body])[] = [
  ['abs x', abs],
  ['filesizeformat value binary?', filesizeformat],
  ['float value default?', float],
  ['int value default? base?', int],
  ['round value precision? method?', roundFilter],
]
