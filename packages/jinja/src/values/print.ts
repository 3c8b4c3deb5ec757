/** Values as Python prints them: `str` outside, `repr` inside containers. */
import type { TemplateError } from '../error.ts'
import { reprFloat } from '../format/decimal.ts'
import { type Runtime, recursionBound, typeError, useOf, valueError } from '../runtime.ts'
import {
  Bytes,
  Callable,
  Dict,
  DictView,
  Float,
  Markup,
  Range,
  Special,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './types.ts'

/** Python refuses to print integers of more digits. */
const digitsMax = 4300

/** What `str(value)` gives. */
export function textOfValue(runtime: Runtime, value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value instanceof Markup) return value.text
  if (value instanceof Undefined) {
    if (value.mode === 'strict') throw useOf(value)
    return ''
  }
  return repr(runtime, value)
}

/** What `repr(value)` gives. */
export function repr(runtime: Runtime, value: Value, open: readonly Value[] = []): string {
  runtime.step()
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint') return integerText(runtime, value)
  if (typeof value === 'string') return reprText(runtime, value)
  if (value instanceof Float) return reprFloat(value.value)
  if (value instanceof Markup) return `Markup(${reprText(runtime, value.text)})`
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Range) return reprRange(value)
  if (value instanceof Bytes) return reprBytes(runtime, value)
  if (value instanceof Special) {
    const printed = value.print(runtime, open)
    if (printed !== undefined) return printed
  }
  if (Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof DictView) {
    return reprContainer(runtime, value, open)
  }
  throw notPrintable(value)
}

/** What `ascii(value)` gives. */
export function ascii(runtime: Runtime, value: Value): string {
  const text = repr(runtime, value).replace(/[^\0-\x7f]/gu, (character) => escapeCode(character.codePointAt(0) ?? 0))
  runtime.allocate(text.length)
  return text
}

function reprContainer(runtime: Runtime, value: Value[] | Tuple | Dict | DictView, open: readonly Value[]): string {
  if (open.includes(value)) return Array.isArray(value) ? '[...]' : '{...}'
  if (open.length >= runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  const inner = [...open, value]
  const items = (values: Iterable<Value>) => joinParts(runtime, values, (item) => repr(runtime, item, inner))
  if (Array.isArray(value)) return `[${items(value)}]`
  if (value instanceof Tuple) return `(${items(value.items)}${value.items.length === 1 ? ',' : ''})`
  const entry = ([key, item]: [Value, Value]) => `${repr(runtime, key, inner)}: ${repr(runtime, item, inner)}`
  if (value instanceof Dict) return `{${joinParts(runtime, value.entries.values(), entry)}}`
  const { kind, dict } = value
  const of = (pair: [Value, Value]) => (kind === 'keys' ? pair[0] : kind === 'values' ? pair[1] : new Tuple(pair))
  return `dict_${kind}([${joinParts(runtime, dict.entries.values(), (pair) => repr(runtime, of(pair), inner))}])`
}

function joinParts<Part>(runtime: Runtime, parts: Iterable<Part>, print: (part: Part) => string): string {
  let text = ''
  for (const part of parts) {
    const printed = print(part)
    runtime.allocate(printed.length + 2)
    text += text === '' ? printed : `, ${printed}`
  }
  return text
}

export function integerText(runtime: Runtime, value: number | bigint): string {
  const text = value.toString()
  if (text.length > digitsMax + 1)
    throw valueError(`Exceeds the limit (${digitsMax} digits) for integer string conversion`)
  runtime.allocate(text.length)
  return text
}

/** Python prints these with an address in memory, which nobody can mean. */
function notPrintable(value: Value): TemplateError {
  if (value instanceof Callable) return typeError(`'${value.label}' is not a value to print; call it with ()`)
  return typeError(`a ${typeName(value)} cannot be printed; turn it into a list first`)
}

function reprRange({ start, stop, step }: Range): string {
  return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`
}

const plain = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

function reprText(runtime: Runtime, text: string): string {
  if (plain.test(text)) return `'${text}'`
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let quoted = quote
  for (const character of text) quoted += reprCharacter(character, quote)
  runtime.allocate(quoted.length)
  return quoted + quote
}

function reprCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${character}`
  const known = short[character]
  if (known !== undefined) return known
  if (character === ' ' || !unprintable.test(character)) return character
  return escapeCode(character.codePointAt(0) ?? 0)
}

/** A code point as Python's escapes write it. */
function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}

function reprBytes(runtime: Runtime, { bytes }: Bytes): string {
  runtime.allocate(bytes.length)
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'"
  let quoted = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (character === quote) quoted += `\\${character}`
    else quoted += short[character] ?? (byte >= 32 && byte < 127 ? character : escapeCode(byte))
  }
  return `b${quote}${quoted}${quote}`
}
