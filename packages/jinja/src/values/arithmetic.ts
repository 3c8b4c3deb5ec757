/** Python's operators on numbers, strings, lists and tuples. */

import { TemplateError } from '../error.ts'
import { scaled } from '../format/decimal.ts'
import { bound, type Runtime, typeError, useOf, valueError } from '../runtime.ts'
import { escapeText } from './escape.ts'
import { narrow } from './from-host.ts'
import { isInteger, isNumber } from './kinds.ts'
import { concatenate, repeat } from './sequence.ts'
import { Float, type Integer, isText, Markup, textOf, typeName, Undefined, type Value } from './types.ts'

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'

/** The nearest float; an integer that is too large for one is an error, as in Python. */
export function toFloat(value: Integer | boolean | Float): number {
  if (value instanceof Float) return value.value
  const float = Number(value)
  if (Number.isFinite(float)) return float
  throw new TemplateError('overflow', 'int too large to convert to float')
}

/** An integer result, if it is not too large to be worked with. */
export function integer(runtime: Runtime, value: bigint): Integer {
  const narrowed = narrow(value)
  if (typeof narrowed === 'bigint') {
    const { integerBitsMax } = runtime.limits
    // A hexadecimal digit is four bits.
    const bits = value.toString(16).length * 4
    if (bits > integerBitsMax) throw integerBound(runtime)
    runtime.allocate(bits / 16)
  }
  return narrowed
}

function integerBound(runtime: Runtime): TemplateError {
  return bound('integerBitsMax', runtime.limits.integerBitsMax, 'bits of one integer')
}

export function binary(runtime: Runtime, operator: BinaryOperator, left: Value, right: Value): Value {
  if (left instanceof Undefined) throw useOf(left)
  if (isNumber(left) && isNumber(right)) {
    return left instanceof Float || right instanceof Float
      ? floatOperation(operator, toFloat(left), toFloat(right))
      : integerOperation(runtime, operator, left, right)
  }
  if (right instanceof Undefined && !(operator === '%' && isText(left))) throw useOf(right)
  const result = sequenceOperation(runtime, operator, left, right)
  if (result !== undefined) return result
  throw typeError(`unsupported operand type(s) for ${operator}: '${typeName(left)}' and '${typeName(right)}'`)
}

function sequenceOperation(runtime: Runtime, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (operator === '+') {
    if (isText(left) && isText(right)) return addTexts(runtime, left, right)
    return concatenate(runtime, left, right)
  }
  if (operator !== '*') return undefined
  if (isInteger(right)) return repeat(runtime, left, timesOf(right))
  return isInteger(left) ? repeat(runtime, right, timesOf(left)) : undefined
}

function timesOf(count: Integer | boolean): number {
  if (BigInt.asIntN(64, BigInt(count)) === BigInt(count)) return Number(count)
  throw new TemplateError('overflow', "cannot fit 'int' into an index-sized integer")
}

function addTexts(runtime: Runtime, left: string | Markup, right: string | Markup): Value {
  runtime.allocate(textOf(left).length + textOf(right).length)
  if (typeof left === 'string' && typeof right === 'string') return left + right
  return new Markup(escapeText(runtime, left) + escapeText(runtime, right))
}

function integerOperation(
  runtime: Runtime,
  operator: BinaryOperator,
  left: Integer | boolean,
  right: Integer | boolean,
): Value {
  if (operator === '/') return divide(left, right)
  if (operator === '**') return power(runtime, left, right)
  if (typeof left !== 'bigint' && typeof right !== 'bigint') {
    const result = smallOperation(operator, Number(left), Number(right))
    if (Number.isSafeInteger(result)) return result + 0
  }
  return integer(runtime, bigOperation(operator, BigInt(left), BigInt(right)))
}

function smallOperation(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '//':
      if (right === 0) throw divisionError('integer division or modulo by zero')
      return (left - modulo(left, right)) / right
    default:
      if (right === 0) throw divisionError('integer modulo by zero')
      return modulo(left, right)
  }
}

/** With the divisor's sign, as in Python. */
function modulo(left: number, right: number): number {
  const rest = left % right
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest
}

function bigOperation(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    default: {
      if (right === 0n) throw divisionError('integer division or modulo by zero')
      const rest = left % right
      const mod = rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest
      return operator === '%' ? mod : (left - mod) / right
    }
  }
}

function divide(left: Integer | boolean, right: Integer | boolean): Float {
  if (Number(right) === 0) throw divisionError('division by zero')
  if (typeof left !== 'bigint' && typeof right !== 'bigint') return new Float(Number(left) / Number(right))
  return new Float(divideBig(BigInt(left), BigInt(right)))
}

/** The nearest float to a fraction whose parts may be larger than any float. */
function divideBig(left: bigint, right: bigint): number {
  const negative = left < 0n !== right < 0n
  let [numerator, denominator] = [left < 0n ? -left : left, right < 0n ? -right : right]
  // 66 bits of quotient are more than a float holds; the last one stands for all that follow.
  const shift = 66 - (numerator.toString(2).length - denominator.toString(2).length)
  if (shift > 0) numerator <<= BigInt(shift)
  else denominator <<= BigInt(-shift)
  const quotient = (numerator / denominator) | (numerator % denominator === 0n ? 0n : 1n)
  const value = Number(quotient) * 2 ** -shift
  if (!Number.isFinite(value)) throw new TemplateError('overflow', 'integer division result too large for a float')
  return negative ? -value : value
}

function power(runtime: Runtime, left: Integer | boolean, right: Integer | boolean): Value {
  const [base, exponent] = [BigInt(left), BigInt(right)]
  if (exponent < 0n) {
    if (base === 0n) throw divisionError('0.0 cannot be raised to a negative power')
    return floatPower(toFloat(left), toFloat(right))
  }
  if (base >= -1n && base <= 1n)
    return base === -1n ? (exponent % 2n === 0n ? 1 : -1) : base === 1n || exponent === 0n ? 1 : 0
  // Refused before it is computed: the result of 10 ** 10 ** 10 would fill the memory.
  const bits = BigInt((base < 0n ? -base : base).toString(2).length - 1) * exponent
  if (bits > runtime.limits.integerBitsMax) throw integerBound(runtime)
  return integer(runtime, base ** exponent)
}

function floatOperation(operator: BinaryOperator, left: number, right: number): Float {
  switch (operator) {
    case '+':
      return new Float(left + right)
    case '-':
      return new Float(left - right)
    case '*':
      return new Float(left * right)
    case '/':
      if (right === 0) throw divisionError('float division by zero')
      return new Float(left / right)
    case '**':
      return floatPower(left, right)
    default:
      return new Float(floorDivision(operator, left, right))
  }
}

function floorDivision(operator: '//' | '%', left: number, right: number): number {
  if (right === 0) throw divisionError(operator === '%' ? 'float modulo' : 'float floor division by zero')
  let rest = left % right
  let quotient = (left - rest) / right
  if (rest !== 0 && rest < 0 !== right < 0) {
    rest += right
    quotient -= 1
  } else if (rest === 0) rest = right < 0 ? -0 : 0
  if (operator === '%') return rest
  if (quotient === 0) return left < 0 !== right < 0 || Object.is(left / right, -0) ? -0 : 0
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

function floatPower(left: number, right: number): Float {
  if (left === 0 && right < 0) throw divisionError('0.0 cannot be raised to a negative power')
  // Python's 1 ** nan is 1, JavaScript's is nan.
  const value = left === 1 || (left === -1 && !Number.isFinite(right) && !Number.isNaN(right)) ? 1 : left ** right
  if (Number.isNaN(value) && !Number.isNaN(left) && !Number.isNaN(right)) {
    throw valueError('the result is a complex number, which templates do not have')
  }
  if (!Number.isFinite(value) && Number.isFinite(left) && Number.isFinite(right)) {
    throw new TemplateError('overflow', 'Numerical result out of range')
  }
  return new Float(value)
}

export function negate(runtime: Runtime, value: Value): Value {
  if (value instanceof Float) return new Float(-value.value)
  if (isInteger(value)) return typeof value === 'bigint' ? integer(runtime, -value) : 0 - Number(value)
  throw unaryError('-', value)
}

export function plus(value: Value): Value {
  if (typeof value === 'boolean') return Number(value)
  if (isNumber(value)) return value
  throw unaryError('+', value)
}

function unaryError(operator: string, value: Value): TemplateError {
  return value instanceof Undefined
    ? useOf(value)
    : typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`)
}

function divisionError(reason: string): TemplateError {
  return new TemplateError('division', reason)
}

/** Python's `round`: ties go to the even digit, and an integer stays one. */
export function round(runtime: Runtime, value: Integer | boolean | Float, places: number): Value {
  if (value instanceof Float) {
    const { value: float } = value
    if (!Number.isFinite(float) || places > 330) return value
    if (places < -330) return new Float(float < 0 ? -0 : 0)
    const rounded = Number(`${scaled(Math.abs(float), places)}e${-places}`)
    return new Float(float < 0 || Object.is(float, -0) ? -rounded : rounded)
  }
  if (places >= 0) return typeof value === 'boolean' ? Number(value) : value
  if (-places > runtime.limits.integerBitsMax) return 0
  const unit = 10n ** BigInt(-places)
  const whole = BigInt(value)
  const [magnitude, negative] = whole < 0n ? [-whole, true] : [whole, false]
  const rest = magnitude % unit
  const down = magnitude - rest
  const up = rest * 2n > unit || (rest * 2n === unit && (down / unit) % 2n === 1n)
  const rounded = up ? down + unit : down
  return integer(runtime, negative ? -rounded : rounded)
}
