/** What lists, tuples and strings have in common: joining, repeating, slicing. */
import { type Runtime, typeError, valueError } from '../runtime.ts'
import { characters } from './iterate.ts'
import { isInteger } from './kinds.ts'
import { isText, Markup, Range, Tuple, textOf, typeName, type Value } from './types.ts'

export function concatenate(runtime: Runtime, left: Value, right: Value): Value | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    runtime.allocate(left.length + right.length)
    return [...left, ...right]
  }
  if (left instanceof Tuple && right instanceof Tuple) {
    runtime.allocate(left.items.length + right.items.length)
    return new Tuple([...left.items, ...right.items])
  }
  return undefined
}

/** The size is paid for before anything of that size exists. */
export function repeat(runtime: Runtime, value: Value, times: number): Value | undefined {
  const count = Math.max(0, times)
  if (isText(value)) {
    const text = textOf(value)
    if (text !== '') runtime.allocate(text.length * count)
    const repeated = text === '' ? '' : text.repeat(count)
    return typeof value === 'string' ? repeated : new Markup(repeated)
  }
  if (Array.isArray(value)) return repeatItems(runtime, value, count)
  return value instanceof Tuple ? new Tuple(repeatItems(runtime, value.items, count)) : undefined
}

function repeatItems(runtime: Runtime, items: readonly Value[], count: number): Value[] {
  if (items.length === 0) return []
  runtime.allocate(items.length * count)
  const result: Value[] = []
  for (let round = 0; round < count; round++) for (const item of items) result.push(item)
  return result
}

/** `value[start:stop:step]`; each bound an integer or None. */
export function slice(runtime: Runtime, value: Value, bounds: readonly (Value | undefined)[]): Value | undefined {
  if (isText(value)) {
    const result = sliceItems(runtime, characters(textOf(value)), ...bounds).join('')
    return typeof value === 'string' ? result : new Markup(result)
  }
  if (Array.isArray(value)) return sliceItems(runtime, value, ...bounds)
  if (value instanceof Tuple) return new Tuple(sliceItems(runtime, value.items, ...bounds))
  if (value instanceof Range) return sliceRange(value, bounds)
  return undefined
}

function sliceItems<Item>(
  runtime: Runtime,
  items: readonly Item[],
  ...[first, second, third]: readonly (Value | undefined)[]
): Item[] {
  const { start, stop, step } = sliceBounds(items.length, first, second, third)
  runtime.allocate(Math.max(0, Math.ceil((stop - start) / step)))
  if (step === 1) return items.slice(start, Math.max(start, stop))
  const result: Item[] = []
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) result.push(items[index] as Item)
  return result
}

function sliceRange(range: Range, [first, second, third]: readonly (Value | undefined)[]): Range {
  const { start, stop, step } = sliceBounds(range.length, first, second, third)
  return new Range(range.start + start * range.step, range.start + stop * range.step, range.step * step)
}

function sliceBounds(length: number, first?: Value, second?: Value, third?: Value) {
  const step = third === undefined || third === null ? 1 : sliceIndex(third)
  if (step === 0) throw valueError('slice step cannot be zero')
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1]
  const clamp = (value: Value | undefined, otherwise: number) => {
    if (value === undefined || value === null) return otherwise
    const index = sliceIndex(value)
    return Math.min(highest, Math.max(lowest, index < 0 ? index + length : index))
  }
  return { start: clamp(first, step > 0 ? 0 : length - 1), stop: clamp(second, step > 0 ? length : -1), step }
}

function sliceIndex(value: Value): number {
  if (isInteger(value)) return Number(value)
  throw typeError(`slice indices must be integers or None, not ${typeName(value)}`)
}
