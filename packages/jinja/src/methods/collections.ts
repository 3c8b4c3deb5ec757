/** Methods of lists, tuples and dictionaries. */
import { TemplateError } from '../error.ts'
import { type Runtime, typeError, valueError } from '../runtime.ts'
import { wantInteger, wantText } from '../values/arguments.ts'
import { contains, equals, isLess } from '../values/compare.ts'
import { define, tableOf } from '../values/define.ts'
import { dictDelete, dictFrom, dictGet, dictSet } from '../values/dict.ts'
import { iterate, toList } from '../values/iterate.ts'
import { sortValues } from '../values/sort.ts'
import {
  type Arguments,
  type Bytes,
  type Call,
  Dict,
  DictView,
  type Float,
  type Range,
  Tuple,
  type Value,
} from '../values/types.ts'

function indexOf(runtime: Runtime, items: readonly Value[], wanted: Value, start = 0, stop = items.length): Value {
  const from = start < 0 ? Math.max(0, start + items.length) : start
  const to = Math.min(stop < 0 ? stop + items.length : stop, items.length)
  for (let index = from; index < to; index++) {
    runtime.step()
    if (items[index] === wanted || equals(runtime, items[index] as Value, wanted)) return index
  }
  throw valueError('item is not in list')
}

function countOf(runtime: Runtime, items: readonly Value[], wanted: Value): Value {
  let count = 0
  for (const item of items) {
    runtime.step()
    if (item === wanted || equals(runtime, item, wanted)) count++
  }
  return count
}

function pop(_runtime: Runtime, list: Value[], place?: Value): Value {
  const index = wantInteger(place, -1)
  if (list.length === 0) throw new TemplateError('key', 'pop from empty list')
  const [item] = list.splice(index < 0 ? index + list.length : index, inRange(list, index) ? 1 : 0)
  if (item === undefined) throw new TemplateError('key', 'pop index out of range')
  return item
}

function inRange(list: readonly Value[], index: number): boolean {
  return index < list.length && index >= -list.length
}

function insert(runtime: Runtime, list: Value[], place: Value, item: Value): Value {
  runtime.allocate(1)
  runtime.step(list.length)
  const index = wantInteger(place)
  list.splice(index < 0 ? Math.max(0, index + list.length) : index, 0, item)
  return null
}

function extend(runtime: Runtime, list: Value[], values: Value): Value {
  for (const value of toList(runtime, values)) list.push(value)
  return null
}

function remove(runtime: Runtime, list: Value[], wanted: Value): Value {
  list.splice(Number(indexOf(runtime, list, wanted)), 1)
  return null
}

function sortInPlace(runtime: Runtime, list: Value[], key?: Value, reverse?: Value): Value {
  if (key !== undefined && key !== null) throw typeError('list.sort takes no key here; use the filter sort')
  const sorted = sortValues(runtime, list, (left, right) => isLess(runtime, left, right), wantInteger(reverse, 0) !== 0)
  list.splice(0, list.length, ...sorted)
  return null
}

export const listMethods = tableOf([
  [
    'append self item /',
    (runtime, list: Value[], item: Value) => {
      runtime.allocate(1)
      list.push(item)
      return null
    },
  ],
  [
    'clear self /',
    (_runtime, list: Value[]) => {
      list.length = 0
      return null
    },
  ],
  ['copy self /', (runtime, list: Value[]) => toList(runtime, list)],
  ['count self item /', countOf],
  ['extend self values /', extend],
  [
    'index self item start? stop? /',
    (runtime, list: Value[], item: Value, start?: Value, stop?: Value) =>
      indexOf(runtime, list, item, wantInteger(start, 0), wantInteger(stop, list.length)),
  ],
  ['insert self index item /', insert],
  ['pop self index? /', pop],
  ['remove self item /', remove],
  [
    'reverse self /',
    (runtime, list: Value[]) => {
      runtime.step(list.length)
      list.reverse()
      return null
    },
  ],
  ['sort self key? reverse?', sortInPlace],
])

export const tupleMethods = tableOf([
  ['count self item /', (runtime, tuple: Tuple, item: Value) => countOf(runtime, tuple.items, item)],
  [
    'index self item start? stop? /',
    (runtime, tuple: Tuple, item: Value, start?: Value, stop?: Value) =>
      indexOf(runtime, tuple.items, item, wantInteger(start, 0), wantInteger(stop, tuple.items.length)),
  ],
])

export const rangeMethods = tableOf([
  ['count self item /', (runtime, range: Range, item: Value) => (contains(runtime, range, item) ? 1 : 0)],
  [
    'index self item /',
    (runtime, range: Range, item: Value) => {
      if (!contains(runtime, range, item)) throw valueError('item is not in range')
      return (Number((item as { value?: number })?.value ?? item) - range.start) / range.step
    },
  ],
])

/** What `dict(values, name=value)` and `update` take. */
export function mergeInto(runtime: Runtime, dict: Dict, { positional, named }: Arguments): void {
  if (positional.length > 1) throw typeError(`expected at most 1 argument, got ${positional.length}`)
  const [values] = positional
  if (values instanceof Dict) {
    for (const [key, value] of [...values.entries.values()]) dictSet(runtime, dict, key, value)
  } else if (values !== undefined) {
    for (const pair of iterate(runtime, values)) {
      const items = toList(runtime, pair)
      if (items.length !== 2)
        throw valueError(`dictionary update sequence element has length ${items.length}; 2 is required`)
      dictSet(runtime, dict, items[0] as Value, items[1] as Value)
    }
  }
  for (const [name, value] of named ?? []) dictSet(runtime, dict, name, value)
}

function popKey(_runtime: Runtime, dict: Dict, key: Value, otherwise?: Value): Value {
  const value = dictGet(dict, key)
  if (value === undefined && otherwise === undefined) throw new TemplateError('key', 'no such key')
  dictDelete(dict, key)
  return value === undefined ? (otherwise as Value) : value
}

function popItem(_runtime: Runtime, dict: Dict): Value {
  const entry = [...dict.entries.values()].at(-1)
  if (entry === undefined) throw new TemplateError('key', 'popitem(): dictionary is empty')
  dictDelete(dict, entry[0])
  return new Tuple(entry)
}

function setDefault(runtime: Runtime, dict: Dict, key: Value, otherwise: Value = null): Value {
  const value = dictGet(dict, key)
  if (value !== undefined) return value
  dictSet(runtime, dict, key, otherwise)
  return otherwise
}

const update: Call = (runtime, { positional: [dict, ...rest], named }) => {
  mergeInto(runtime, dict as Dict, { positional: rest, named })
  return null
}

export const dictMethods = tableOf([
  [
    'clear self /',
    (_runtime, dict: Dict) => {
      dict.entries.clear()
      return null
    },
  ],
  ['copy self /', (runtime, dict: Dict) => dictFrom(runtime, dict.entries.values())],
  [
    'fromkeys self keys value? /',
    (runtime, _dict: Dict, keys: Value, value: Value = null) =>
      dictFrom(
        runtime,
        toList(runtime, keys).map((key) => [key, value] as const),
      ),
  ],
  [
    'get self key default? /',
    (_runtime, dict: Dict, key: Value, otherwise: Value = null) => {
      const value = dictGet(dict, key)
      return value === undefined ? otherwise : value
    },
  ],
  ['items self /', (_runtime, dict: Dict) => new DictView('items', dict)],
  ['keys self /', (_runtime, dict: Dict) => new DictView('keys', dict)],
  ['pop self key default? /', popKey],
  ['popitem self /', popItem],
  ['setdefault self key default? /', setDefault],
  ['values self /', (_runtime, dict: Dict) => new DictView('values', dict)],
]).set('update', update)

export const bytesMethods = tableOf([
  [
    'decode self encoding?',
    (runtime, { bytes }: Bytes, encoding?: Value) => {
      const name = encoding === undefined ? 'utf-8' : wantText(encoding)
      if (!/^utf-?8$/i.test(name)) throw valueError(`unknown encoding: ${name}`)
      runtime.allocate(bytes.length)
      return new TextDecoder().decode(bytes)
    },
  ],
  [
    'hex self /',
    (runtime, { bytes }: Bytes) => {
      runtime.allocate(bytes.length * 2)
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  ],
])

export const viewMethods = tableOf([
  [
    'isdisjoint self other /',
    (runtime, view: DictView, other: Value) => {
      for (const item of iterate(runtime, other)) if (contains(runtime, view, item)) return false
      return true
    },
  ],
])

function bitsOf(value: number | bigint | boolean): string {
  return BigInt(value).toString(2).replace('-', '')
}

export const numberMethods = tableOf([
  ['bit_count self /', (_runtime, value: number | bigint | boolean) => bitsOf(value).replaceAll('0', '').length],
  [
    'bit_length self /',
    (_runtime, value: number | bigint | boolean) => (BigInt(value) === 0n ? 0 : bitsOf(value).length),
  ],
  ['conjugate self /', (_runtime, value: Value) => (typeof value === 'boolean' ? Number(value) : value)],
])

export const floatMethods = new Map([
  ['is_integer', define('is_integer self /', (_runtime, { value }: Float) => Number.isInteger(value))],
  ['conjugate', define('conjugate self /', (_runtime, value: Float) => value)],
])
