/** Going through values, their lengths and their truth. */
import { type Runtime, typeError, useOf } from '../runtime.ts'
import {
  Bytes,
  Dict,
  DictView,
  Float,
  Generator,
  isText,
  Range,
  Special,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from './types.ts'

const surrogate = /[\ud800-\udfff]/

/** Python counts characters, JavaScript halves of some. */
export function characters(text: string): string[] {
  return surrogate.test(text) ? Array.from(text) : text.split('')
}

export function lengthOfText(text: string): number {
  if (!surrogate.test(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

/** Each item, counted as a step. Lists are read live: what a loop's body appends, the loop sees. */
export function* iterate(runtime: Runtime, value: Value): IterableIterator<Value> {
  for (const item of iterableOf(value)) {
    runtime.step()
    yield item
  }
}

export function toList(runtime: Runtime, value: Value): Value[] {
  const size = sizeHint(value)
  runtime.allocate(size)
  if (size > 0) {
    runtime.step(size)
    return [...iterableOf(value)]
  }
  const list: Value[] = []
  for (const item of iterate(runtime, value)) {
    runtime.allocate(1)
    list.push(item)
  }
  return list
}

function sizeHint(value: Value): number {
  if (Array.isArray(value)) return value.length
  if (isText(value)) return textOf(value).length
  if (value instanceof Tuple) return value.items.length
  if (value instanceof Range) return value.length
  return 0
}

/** @throws what Python raises for a value that cannot be gone through */
export function iterableOf(value: Value): Iterable<Value> {
  if (Array.isArray(value)) return value
  if (isText(value)) return characters(textOf(value))
  if (value instanceof Tuple) return value.items
  if (value instanceof Dict) return viewItems(new DictView('keys', value))
  if (value instanceof DictView) return viewItems(value)
  if (value instanceof Range) return rangeItems(value)
  if (value instanceof Generator) return value.iterator
  if (value instanceof Bytes) return [...value.bytes]
  if (value instanceof Undefined) {
    if (value.mode === 'strict') throw useOf(value)
    return []
  }
  if (value instanceof Special && isIterable(value)) return value as Iterable<Value>
  throw typeError(`'${typeName(value)}' object is not iterable`)
}

function isIterable(value: object): value is Iterable<Value> {
  return Symbol.iterator in value
}

export function canIterate(value: Value): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return false
  if (value instanceof Float) return false
  if (value instanceof Undefined) {
    if (value.mode === 'strict') throw useOf(value)
    return true
  }
  if (value instanceof Special) return isIterable(value)
  return isText(value) || Array.isArray(value) || !('call' in value)
}

function* viewItems({ kind, dict }: DictView): IterableIterator<Value> {
  for (const entry of dict.entries.values()) {
    yield kind === 'keys' ? entry[0] : kind === 'values' ? entry[1] : new Tuple([entry[0], entry[1]])
  }
}

function* rangeItems({ start, step, length }: Range): IterableIterator<Value> {
  for (let index = 0; index < length; index++) yield start + index * step
}

/** @returns undefined for what has no length */
export function lengthOf(value: Value): number | undefined {
  if (isText(value)) return lengthOfText(textOf(value))
  if (Array.isArray(value)) return value.length
  if (value instanceof Tuple) return value.items.length
  if (value instanceof Dict) return value.size
  if (value instanceof DictView) return value.dict.size
  if (value instanceof Range) return value.length
  if (value instanceof Bytes) return value.bytes.length
  if (value instanceof Undefined) {
    if (value.mode === 'strict') throw useOf(value)
    return 0
  }
  if (value instanceof Special && 'length' in value) return value.length as number
  return undefined
}

/** How much there is to look through. */
export function extentOf(value: Value): number {
  if (typeof value === 'string') return value.length
  if (value === null || typeof value !== 'object') return 0
  return value instanceof Dict ? value.size : sizeHint(value)
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return value !== ''
  if (value instanceof Float) return value.value !== 0
  if (typeof value === 'bigint') return value !== 0n
  return lengthOf(value) !== 0
}
