/** Filters on lists and the like. */
import { getAttributeOnly, getItem } from '../attributes.ts'
import { TemplateError } from '../error.ts'
import { join } from '../methods/strings.ts'
import { type Runtime, typeError, useOf } from '../runtime.ts'
import { softText, wantInteger, wantText } from '../values/arguments.ts'
import { binary } from '../values/arithmetic.ts'
import { isLess } from '../values/compare.ts'
import { KeySet } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { characters, isTrue, iterate, lengthOf, toList } from '../values/iterate.ts'
import { sortValues } from '../values/sort.ts'
import {
  Dict,
  DictView,
  Generator,
  isText,
  Markup,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from '../values/types.ts'
import { getter, lowered, multiGetter } from './keys.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value

const isOn = (value: Value | undefined) => value !== undefined && isTrue(value)

function length(_runtime: Runtime, value: Value): Value {
  const size = lengthOf(value)
  if (size === undefined) throw typeError(`object of type '${typeName(value)}' has no len()`)
  return size
}

function first(runtime: Runtime, value: Value): Value {
  for (const item of iterate(runtime, value)) return item
  return runtime.missing('No first item, sequence was empty.')
}

/** What Python's `reversed` takes: no generator. */
function reversedItems(runtime: Runtime, value: Value): Value[] {
  if (value instanceof Generator) throw typeError("'generator' object is not reversible")
  if (value instanceof Undefined && value.mode === 'strict') throw useOf(value)
  return toList(runtime, value).reverse()
}

function last(runtime: Runtime, value: Value): Value {
  const [item] = reversedItems(runtime, value)
  return item === undefined ? runtime.missing('No last item, sequence was empty.') : item
}

function reverse(runtime: Runtime, value: Value): Value {
  if (isText(value)) {
    runtime.allocate(textOf(value).length)
    const text = characters(textOf(value)).reverse().join('')
    return value instanceof Markup ? new Markup(text) : text
  }
  const items = value instanceof Generator ? toList(runtime, value).reverse() : reversedItems(runtime, value)
  return new Generator(items.values())
}

function joinFilter(runtime: Runtime, value: Value, separator: Value = '', attribute?: Value): Value {
  const get = getter(runtime, attribute)
  const items = toList(runtime, value).map(get)
  if (!runtime.autoescape) {
    return join(
      runtime,
      softText(runtime, separator),
      items.map((item) => softText(runtime, item)),
    )
  }
  const hasMarkup = separator instanceof Markup || items.some((item) => item instanceof Markup)
  if (!hasMarkup)
    return join(
      runtime,
      softText(runtime, separator),
      items.map((item) => softText(runtime, item)),
    )
  const by = new Markup(escapeText(runtime, separator))
  return new Markup(join(runtime, by, items) as string)
}

function sort(runtime: Runtime, value: Value, backwards?: Value, caseSensitive?: Value, attribute?: Value): Value {
  const get = multiGetter(runtime, attribute, !isOn(caseSensitive))
  const keyed = toList(runtime, value).map((item) => ({ item, key: get(item) }))
  const sorted = sortValues(runtime, keyed, (left, right) => isLess(runtime, left.key, right.key), isOn(backwards))
  return sorted.map(({ item }) => item)
}

function dictsort(runtime: Runtime, value: Value, caseSensitive?: Value, by?: Value, backwards?: Value): Value {
  const wanted = by === undefined ? 'key' : wantText(by)
  if (wanted !== 'key' && wanted !== 'value')
    throw new TemplateError('value', 'You can only sort by either "key" or "value"')
  const entries = entriesOf(value)
  const keyOf = ([key, item]: readonly [Value, Value]) => {
    const part = wanted === 'key' ? key : item
    return isOn(caseSensitive) ? part : lowered(part)
  }
  const sorted = sortValues(
    runtime,
    entries,
    (left, right) => isLess(runtime, keyOf(left), keyOf(right)),
    isOn(backwards),
  )
  return sorted.map((entry) => new Tuple(entry))
}

function entriesOf(value: Value): [Value, Value][] {
  if (value instanceof Undefined) throw useOf(value)
  if (!(value instanceof Dict)) throw typeError('Can only get item pairs from a mapping.')
  return [...value.entries.values()]
}

function items(_runtime: Runtime, value: Value): Value {
  // Nothing, however strict: as in Jinja2.
  if (value instanceof Undefined) return new Generator([].values())
  return new Generator(
    entriesOf(value)
      .map((entry) => new Tuple(entry) as Value)
      .values(),
  )
}

function extreme(isMaximum: boolean): Body {
  return (runtime, value: Value, caseSensitive?: Value, attribute?: Value) => {
    const get = getter(runtime, attribute)
    const keyOf = (item: Value) => (isOn(caseSensitive) ? get(item) : lowered(get(item)))
    let best: { item: Value; key: Value } | undefined
    for (const item of iterate(runtime, value)) {
      const key = keyOf(item)
      const isBetter =
        best !== undefined && (isMaximum ? isLess(runtime, best.key, key) : isLess(runtime, key, best.key))
      if (best === undefined || isBetter) best = { item, key }
    }
    return best === undefined ? runtime.missing('No aggregated item, sequence was empty.') : best.item
  }
}

function unique(runtime: Runtime, value: Value, caseSensitive?: Value, attribute?: Value): Value {
  const get = getter(runtime, attribute)
  return new Generator(
    (function* (): IterableIterator<Value> {
      const seen = new KeySet()
      for (const item of iterate(runtime, value)) {
        runtime.allocate(1)
        if (seen.add(isOn(caseSensitive) ? get(item) : lowered(get(item)))) yield item
      }
    })(),
  )
}

function groupby(runtime: Runtime, value: Value, attribute: Value, otherwise?: Value, caseSensitive?: Value): Value {
  const get = getter(runtime, attribute, otherwise)
  const keyOf = (item: Value) => (isOn(caseSensitive) ? get(item) : lowered(get(item)))
  const keyed = toList(runtime, value).map((item) => ({ item, key: keyOf(item) }))
  const sorted = sortValues(runtime, keyed, (left, right) => isLess(runtime, left.key, right.key), false)
  const groups: { key: Value; items: Value[] }[] = []
  for (const { item, key } of sorted) {
    const group = groups.at(-1)
    if (group !== undefined && !isLess(runtime, group.key, key)) group.items.push(item)
    else groups.push({ key, items: [item] })
  }
  // Each group is named as its first item spells it.
  return groups.map((group) => new Tuple([get(group.items[0] as Value), group.items], ['grouper', 'list']))
}

function batch(runtime: Runtime, value: Value, linecount: Value, fill?: Value): Value {
  const size = wantInteger(linecount)
  return new Generator(
    (function* (): IterableIterator<Value> {
      let row: Value[] = []
      for (const item of iterate(runtime, value)) {
        if (row.length === size) {
          yield row
          row = []
        }
        runtime.allocate(1)
        row.push(item)
      }
      if (row.length === 0) return
      if (fill !== undefined && fill !== null && row.length < size) {
        runtime.allocate(size)
        while (row.length < size) row.push(fill)
      }
      yield row
    })(),
  )
}

function slice(runtime: Runtime, value: Value, slices: Value, fill?: Value): Value {
  return new Generator(
    (function* (): IterableIterator<Value> {
      const all = toList(runtime, value)
      const count = wantInteger(slices)
      if (count === 0) throw new TemplateError('division', 'integer division or modulo by zero')
      const size = Math.floor(all.length / count)
      const larger = all.length - size * count
      for (let index = 0, at = 0; index < count; index++) {
        runtime.step()
        const end = at + size + (index < larger ? 1 : 0)
        const row = all.slice(at, end)
        if (fill !== undefined && fill !== null && index >= larger) row.push(fill)
        runtime.allocate(row.length + 1)
        at = end
        yield row
      }
    })(),
  )
}

function sum(runtime: Runtime, value: Value, attribute?: Value, initial?: Value): Value {
  const start = initial === undefined ? 0 : initial
  if (isText(start)) throw typeError("sum() can't sum strings [use ''.join(seq) instead]")
  const get = getter(runtime, attribute)
  let total: Value = start
  for (const item of iterate(runtime, value)) total = binary(runtime, '+', total, get(item))
  return total
}

function random(runtime: Runtime, value: Value): Value {
  const size = lengthOf(value)
  if (size === undefined || value instanceof DictView)
    throw typeError(`object of type '${typeName(value)}' has no random item`)
  if (size === 0) return runtime.missing('No random item, sequence was empty.')
  return getItem(runtime, value, Math.floor(Math.random() * size))
}

function defaultFilter(_runtime: Runtime, value: Value, otherwise: Value = '', boolean?: Value): Value {
  return value instanceof Undefined || (isOn(boolean) && !isTrue(value)) ? otherwise : value
}

export const sequenceFilters: readonly (readonly [string, Body])[] = [
  [
    'attr obj name',
    (runtime, value: Value, name: Value) => {
      if (name instanceof Undefined) throw useOf(name)
      return getAttributeOnly(runtime, value, softText(runtime, name))
    },
  ],
  ['batch value linecount fill_with?', batch],
  ['count obj', length],
  ['d value default_value? boolean?', defaultFilter],
  ['default value default_value? boolean?', defaultFilter],
  ['dictsort value case_sensitive? by? reverse?', dictsort],
  ['first seq', first],
  ['groupby value attribute default? case_sensitive?', groupby],
  ['items value', items],
  ['join value d? attribute?', joinFilter],
  ['last seq', last],
  ['length obj', length],
  ['list value', (runtime, value: Value) => toList(runtime, value)],
  ['max value case_sensitive? attribute?', extreme(true)],
  ['min value case_sensitive? attribute?', extreme(false)],
  ['random seq', random],
  ['reverse value', reverse],
  ['slice value slices fill_with?', slice],
  ['sort value reverse? case_sensitive? attribute?', sort],
  ['sum iterable attribute? start?', sum],
  ['unique value case_sensitive? attribute?', unique],
]
