/** Filters about HTML and addresses. */
import { split as splitText } from '../methods/split.ts'
import type { Runtime } from '../runtime.ts'
import { typeError, valueError } from '../runtime.ts'
import { softText, wantText } from '../values/arguments.ts'
import { escapeString, escapeText } from '../values/escape.ts'
import { canIterate, isTrue, iterate, toList } from '../values/iterate.ts'
import { textOfValue } from '../values/print.ts'
import { Bytes, Dict, isText, Markup, typeName, Undefined, type Value } from '../values/types.ts'
import { urlize } from './urlize.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value

const unreserved = /[A-Za-z0-9_.~-]/

function quote(runtime: Runtime, value: Value, isQuery: boolean): string {
  const bytes = value instanceof Bytes ? value.bytes : new TextEncoder().encode(textOfValue(runtime, value))
  runtime.allocate(bytes.length * 3)
  let quoted = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (unreserved.test(character) || (character === '/' && !isQuery)) quoted += character
    else if (character === ' ' && isQuery) quoted += '+'
    else quoted += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return quoted
}

function urlencode(runtime: Runtime, value: Value): Value {
  if (isText(value)) return quote(runtime, value, false)
  if (value instanceof Dict) return encodePairs(runtime, [...value.entries.values()])
  if (!canIterate(value)) return quote(runtime, value, false)
  return encodePairs(
    runtime,
    [...iterate(runtime, value)].map((pair) => {
      const items = toList(runtime, pair)
      if (items.length !== 2) throw valueError(`not 2 values to unpack but ${items.length}`)
      return items as [Value, Value]
    }),
  )
}

function encodePairs(runtime: Runtime, pairs: readonly (readonly [Value, Value])[]): string {
  return pairs.map(([key, value]) => `${quote(runtime, key, true)}=${quote(runtime, value, true)}`).join('&')
}

function striptags(runtime: Runtime, value: Value): Value {
  const text = softText(runtime, value)
  runtime.allocate(text.length)
  const bare = dropBetween(dropBetween(text, '<!--', '-->'), '<', '>')
  return unescapeText(splitText(runtime, bare, undefined, -1).join(' '))
}

/** Everything from a start to the next end; a start without an end stays. */
function dropBetween(text: string, start: string, end: string): string {
  let result = ''
  let at = 0
  for (;;) {
    const begin = text.indexOf(start, at)
    const close = begin < 0 ? -1 : text.indexOf(end, begin + start.length)
    if (close < 0) return result + text.slice(at)
    result += text.slice(at, begin)
    at = close + end.length
  }
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\xa0',
  copy: '©',
  reg: '®',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  euro: '€',
}

function unescapeText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] as string) : whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\ufffd'
    return String.fromCodePoint(code)
  })
}

/** Characters that would end an attribute's name and begin something else. */
const badName = /[\s/>=]/

function xmlattr(runtime: Runtime, value: Value, autospace?: Value): Value {
  if (!(value instanceof Dict)) throw typeError(`xmlattr takes a mapping, not ${typeName(value)}`)
  let text = ''
  for (const [key, item] of value.entries.values()) {
    runtime.step()
    if (item === null || item instanceof Undefined) continue
    const name = wantText(key)
    if (badName.test(name)) throw valueError(`Invalid character in attribute name: '${name}'`)
    const part = `${escapeText(runtime, key)}="${escapeText(runtime, item)}"`
    runtime.allocate(part.length)
    text += text === '' ? part : ` ${part}`
  }
  if (text !== '' && (autospace === undefined || isTrue(autospace))) text = ` ${text}`
  return runtime.autoescape ? new Markup(text) : text
}

const escapeFilter: Body = (runtime, value: Value) => new Markup(escapeText(runtime, value))

export const htmlFilters: readonly (readonly [string, Body])[] = [
  ['escape value', escapeFilter],
  ['e value', escapeFilter],
  ['forceescape value', (runtime, value: Value) => new Markup(escapeString(runtime, softText(runtime, value)))],
  ['safe value', (runtime, value: Value) => (value instanceof Markup ? value : new Markup(softText(runtime, value)))],
  ['striptags value', striptags],
  ['urlencode value', urlencode],
  ['urlize value trim_url_limit? nofollow? target? rel? extra_schemes?', urlize],
  ['xmlattr d autospace?', xmlattr],
]
