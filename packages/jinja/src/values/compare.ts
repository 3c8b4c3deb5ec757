/** Python's equality, order and `in`. */
import { type Runtime, recursionBound, typeError, useOf } from '../runtime.ts'
import { dictGet, dictHas } from './dict.ts'
import { iterate } from './iterate.ts'
import { isInteger, isNumber } from './kinds.ts'
import { Bytes, Dict, DictView, Float, isText, Range, Tuple, textOf, typeName, Undefined, type Value } from './types.ts'

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

export function compare(runtime: Runtime, operator: CompareOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equals(runtime, left, right)
    case '!=':
      return !equals(runtime, left, right)
    case 'in':
      return contains(runtime, right, left)
    case 'not in':
      return !contains(runtime, right, left)
    default:
      return order(runtime, operator, left, right)
  }
}

export function equals(runtime: Runtime, left: Value, right: Value, depth = 0): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right
  if (left instanceof Undefined || right instanceof Undefined) return equalUndefined(left, right)
  if (isNumber(left) && isNumber(right)) return numericOrder(left, right) === 0
  if (isText(left) && isText(right)) return textOf(left) === textOf(right)
  // Depth is counted before identity: a circle compared with another circle has no end.
  if (depth > runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  if (left === right) return true
  const [leftItems, rightItems] = [itemsOf(left), itemsOf(right)]
  if (leftItems !== undefined && rightItems !== undefined && Array.isArray(left) === Array.isArray(right)) {
    return (
      leftItems.length === rightItems.length && firstDifference(runtime, leftItems, rightItems, depth) === undefined
    )
  }
  if (left instanceof Dict && right instanceof Dict) return equalDicts(runtime, left, right, depth)
  if (left instanceof DictView && right instanceof DictView && left.kind === right.kind && left.kind !== 'values') {
    return equalDicts(runtime, left.dict, right.dict, depth, left.kind === 'keys')
  }
  if (left instanceof Range && right instanceof Range) return equalRanges(left, right)
  return left instanceof Bytes && right instanceof Bytes && String(left.bytes) === String(right.bytes)
}

function itemsOf(value: Value): readonly Value[] | undefined {
  return Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined
}

function equalUndefined(left: Value, right: Value): boolean {
  for (const value of [left, right]) if (value instanceof Undefined && value.mode === 'strict') throw useOf(value)
  return left instanceof Undefined && right instanceof Undefined
}

function equalDicts(runtime: Runtime, left: Dict, right: Dict, depth: number, keysOnly = false): boolean {
  if (left.size !== right.size) return false
  for (const [key, value] of left.entries.values()) {
    runtime.step()
    const other = dictGet(right, key)
    if (other === undefined || !(keysOnly || equals(runtime, value, other, depth + 1))) return false
  }
  return true
}

function equalRanges(left: Range, right: Range): boolean {
  if (left.length !== right.length) return false
  if (left.length === 0) return true
  return left.start === right.start && (left.length === 1 || left.step === right.step)
}

function firstDifference(
  runtime: Runtime,
  left: readonly Value[],
  right: readonly Value[],
  depth: number,
): number | undefined {
  const shorter = Math.min(left.length, right.length)
  for (let index = 0; index < shorter; index++) {
    runtime.step()
    const [one, other] = [left[index] as Value, right[index] as Value]
    // Python looks at identity first inside containers, so that nan is in a list that it was put into.
    if (one !== other && !equals(runtime, one, other, depth + 1)) return index
  }
  return undefined
}

type Numeric = number | bigint | boolean | Float

/** Exact also between integers and floats; NaN for nan. */
function numericOrder(left: Numeric, right: Numeric): number {
  const one = left instanceof Float ? left.value : typeof left === 'boolean' ? Number(left) : left
  const other = right instanceof Float ? right.value : typeof right === 'boolean' ? Number(right) : right
  // JavaScript compares bigint with number by value.
  if (one < other) return -1
  if (one > other) return 1
  // biome-ignore lint/suspicious/noDoubleEquals: one may be a bigint and the other a number of the same value.
  return one == other ? 0 : Number.NaN
}

function order(runtime: Runtime, operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const difference = orderOf(runtime, operator, left, right, 0)
  if (operator === '<') return difference < 0
  if (operator === '<=') return difference <= 0
  return operator === '>' ? difference > 0 : difference >= 0
}

/** Below zero, zero, above zero, or NaN. @throws for what has no order */
function orderOf(runtime: Runtime, operator: string, left: Value, right: Value, depth: number): number {
  if (isNumber(left) && isNumber(right)) return numericOrder(left, right)
  if (isText(left) && isText(right)) return textOrder(textOf(left), textOf(right))
  if (left instanceof Undefined) throw useOf(left)
  if (right instanceof Undefined) throw useOf(right)
  const [leftItems, rightItems] = [itemsOf(left), itemsOf(right)]
  if (leftItems !== undefined && rightItems !== undefined && Array.isArray(left) === Array.isArray(right)) {
    if (depth > runtime.limits.recursionMax) throw recursionBound(runtime.limits)
    const index = firstDifference(runtime, leftItems, rightItems, depth)
    if (index === undefined) return leftItems.length - rightItems.length
    return orderOf(runtime, operator, leftItems[index] as Value, rightItems[index] as Value, depth + 1)
  }
  throw typeError(`'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`)
}

/** By code point, where JavaScript compares UTF-16 units. */
function textOrder(left: string, right: string): number {
  if (left === right) return 0
  const shorter = Math.min(left.length, right.length)
  for (let index = 0; index < shorter; index++) {
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)]
    if (one !== other) {
      const [isHigh, isOtherHigh] = [one >= 0xd800 && one < 0xe000, other >= 0xd800 && other < 0xe000]
      if (isHigh !== isOtherHigh) return isHigh ? 1 : -1
      return one - other
    }
  }
  return left.length - right.length
}

/** `<`, for sorting. */
export function isLess(runtime: Runtime, left: Value, right: Value): boolean {
  return orderOf(runtime, '<', left, right, 0) < 0
}

export function contains(runtime: Runtime, container: Value, item: Value): boolean {
  if (isText(container)) {
    if (isText(item)) return textOf(container).includes(textOf(item))
    if (item instanceof Undefined && item.mode === 'strict') throw useOf(item)
    throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
  }
  if (container instanceof Dict) return dictHas(container, item)
  if (container instanceof DictView && container.kind === 'keys') return dictHas(container.dict, item)
  if (container instanceof Bytes && !isInteger(item)) {
    throw typeError(`a bytes-like object is required, not '${typeName(item)}'`)
  }
  if (container instanceof Range && isInteger(item)) return rangeHas(container, Number(item))
  if (container instanceof Undefined && container.mode !== 'strict') return false
  for (const member of iterate(runtime, container)) {
    if (member === item || equals(runtime, member, item)) return true
  }
  return false
}

function rangeHas({ start, step, length }: Range, item: number): boolean {
  const index = (item - start) / step
  return Number.isInteger(index) && index >= 0 && index < length
}
