/**
 * `value.name` and `value[key]`: everything that a template can reach. Both look among entries and methods of ours and
 * nowhere else, so that a JavaScript property has no way in.
 */
import { formatBraces } from './format/braces.ts'
import {
  bytesMethods,
  dictMethods,
  floatMethods,
  listMethods,
  numberMethods,
  rangeMethods,
  tupleMethods,
  viewMethods,
} from './methods/collections.ts'
import { markupMethods, stringMethods } from './methods/strings.ts'
import { type Runtime, typeError, useOf } from './runtime.ts'
import { dictGet } from './values/dict.ts'
import { escapeText } from './values/escape.ts'
import { characters, extentOf } from './values/iterate.ts'
import { isInteger } from './values/kinds.ts'
import { repr } from './values/print.ts'
import { slice } from './values/sequence.ts'
import {
  type Arguments,
  Bytes,
  type Call,
  Callable,
  Dict,
  DictView,
  Float,
  isText,
  Markup,
  Range,
  Special,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from './values/types.ts'

/** `value.name`: an attribute first, then an entry. */
export function getAttribute(runtime: Runtime, value: Value, name: string): Value {
  if (value instanceof Undefined) return attributeOfUndefined(value, name)
  const attribute = attributeOf(value, name)
  if (attribute !== undefined) return attribute
  // Names like __class__ are attributes of everything in Python, so no entry is ever found behind them.
  const entry = value instanceof Dict && !isDunder(name) ? dictGet(value, name) : undefined
  return entry === undefined ? missing(runtime, value, name) : entry
}

/** `value[key]`: an entry first, then an attribute. */
export function getItem(runtime: Runtime, value: Value, key: Value): Value {
  if (value instanceof Undefined) return attributeOfUndefined(value, repr(runtime, key))
  if (isText(value)) runtime.work(textOf(value).length * 4)
  const entry = entryOf(value, key)
  if (entry !== undefined) return entry
  const attribute = isText(key) ? attributeOf(value, textOf(key)) : undefined
  if (attribute !== undefined) return attribute
  if (key instanceof Undefined && key.mode === 'strict') throw useOf(key)
  return missing(runtime, value, key)
}

export function getSlice(runtime: Runtime, value: Value, bounds: readonly (Value | undefined)[]): Value {
  if (value instanceof Undefined) return attributeOfUndefined(value, 'a slice')
  runtime.work(extentOf(value))
  const part = slice(runtime, value, bounds)
  if (part === undefined) throw typeError(`'${typeName(value)}' object cannot be sliced`)
  return part
}

/** `value|attr(name)`: attributes alone. */
export function getAttributeOnly(runtime: Runtime, value: Value, name: string): Value {
  if (value instanceof Undefined) return attributeOfUndefined(value, name)
  const attribute = attributeOf(value, name)
  return attribute === undefined ? missing(runtime, value, name) : attribute
}

function isDunder(name: string): boolean {
  return name.startsWith('__') && name.endsWith('__')
}

function attributeOfUndefined(value: Undefined, name: string): Undefined {
  if (value.mode !== 'chainable' || isDunder(name)) throw useOf(value)
  return value
}

function missing(runtime: Runtime, value: Value, key: Value): Undefined {
  if (isText(key) && textOf(key).startsWith('_')) {
    const reason = `access to attribute '${textOf(key)}' of '${typeName(value)}' object is unsafe`
    return runtime.missing(reason, 'security')
  }
  const name = isText(key)
    ? `'${textOf(key)}'`
    : typeof key === 'number'
      ? String(key)
      : `a key of type ${typeName(key)}`
  if (isText(key) || value instanceof Dict)
    return runtime.missing(`'${typeName(value)} object' has no attribute ${name}`)
  return runtime.missing(`${typeName(value)} object has no element ${name}`)
}

function entryOf(value: Value, key: Value): Value | undefined {
  if (value instanceof Dict) return entryOfDict(value, key)
  if (value instanceof Special && 'item' in value) return (value.item as (key: Value) => Value | undefined)(key)
  if (!isInteger(key)) return undefined
  const index = Number(key)
  if (Array.isArray(value)) return value[index < 0 ? index + value.length : index]
  if (value instanceof Tuple) return value.items[index < 0 ? index + value.items.length : index]
  if (isText(value)) return characterAt(value, index)
  if (value instanceof Range) {
    const place = index < 0 ? index + value.length : index
    return place >= 0 && place < value.length ? value.start + place * value.step : undefined
  }
  return value instanceof Bytes ? value.bytes.at(index) : undefined
}

function entryOfDict(dict: Dict, key: Value): Value | undefined {
  // What cannot be a key is in no dictionary.
  if (Array.isArray(key) || key instanceof Dict) return undefined
  if (key instanceof Tuple && key.items.some((item) => Array.isArray(item) || item instanceof Dict)) return undefined
  return dictGet(dict, key)
}

function characterAt(value: string | Markup, index: number): Value | undefined {
  const all = characters(textOf(value))
  const character = all[index < 0 ? index + all.length : index]
  return value instanceof Markup && character !== undefined ? new Markup(character) : character
}

function attributeOf(value: Value, name: string): Value | undefined {
  if (name.startsWith('_')) return undefined
  if (value instanceof Special) return value.attribute(name)
  if (isText(value) && (name === 'format' || name === 'format_map')) return formatMethod(value, name)
  const method = methodsOf(value)?.get(name)
  if (method !== undefined) return bindMethod(value, name, method)
  if (isInteger(value) || value instanceof Float) return numberAttribute(value, name)
  if (value instanceof Tuple) return value.items[value.fields.indexOf(name)]
  return value instanceof Range && (name === 'start' || name === 'stop' || name === 'step') ? value[name] : undefined
}

function numberAttribute(value: Value, name: string): Value | undefined {
  const self = typeof value === 'boolean' ? Number(value) : value
  if (name === 'real' || (name === 'numerator' && !(value instanceof Float))) return self
  if (name === 'imag') return value instanceof Float ? new Float(0) : 0
  return name === 'denominator' && !(value instanceof Float) ? 1 : undefined
}

function methodsOf(value: Value): ReadonlyMap<string, Call> | undefined {
  if (isText(value)) return stringMethods
  if (Array.isArray(value)) return listMethods
  if (value instanceof Dict) return dictMethods
  if (value instanceof Tuple) return tupleMethods
  if (value instanceof Range) return rangeMethods
  if (isInteger(value)) return numberMethods
  if (value instanceof Float) return floatMethods
  if (value instanceof DictView) return value.kind === 'values' ? undefined : viewMethods
  return value instanceof Bytes ? bytesMethods : undefined
}

function bindMethod(value: Value, name: string, method: Call): Callable {
  const call = value instanceof Markup && markupMethods.has(name) ? safely(method) : method
  return new Callable(`method ${name}`, (runtime, { positional, named }) => {
    // A method of text may look at each character apart.
    runtime.work(extentOf(value) * (isText(value) ? 4 : 1))
    return call(runtime, { positional: [value, ...positional], named })
  })
}

/** Arguments are escaped, and the result counts as escaped. */
function safely(method: Call): Call {
  return (runtime, { positional: [self, ...rest], named }) => {
    const escaped = (value: Value) => (typeof value === 'string' ? escapeText(runtime, value) : value)
    const escapedNames = named && new Map([...named].map(([name, value]) => [name, escaped(value)]))
    return markAll(method(runtime, { positional: [self as Value, ...rest.map(escaped)], named: escapedNames }))
  }
}

function markAll(value: Value): Value {
  if (typeof value === 'string') return new Markup(value)
  if (Array.isArray(value)) return value.map(markAll)
  return value instanceof Tuple ? new Tuple(value.items.map(markAll)) : value
}

const access = { attribute: getAttribute, item: getItem }

function formatMethod(value: string | Markup, name: string): Callable {
  return new Callable(`method ${name}`, (runtime, given: Arguments) => {
    if (name === 'format') return formatBraces(runtime, value, given, access)
    const [mapping] = given.positional
    if (given.positional.length !== 1 || given.named !== undefined)
      throw typeError('format_map() takes exactly one argument')
    if (!(mapping instanceof Dict)) throw typeError('format_map() takes a mapping')
    return formatBraces(runtime, value, { positional: [], named: undefined }, access, mapping)
  })
}
