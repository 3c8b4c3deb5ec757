/** Methods of strings, as Python's have them. `format` is in attributes.ts: its fields read attributes. */
import { TemplateError } from '../error.ts'
import { type Runtime, typeError } from '../runtime.ts'
import { wantInteger, wantText } from '../values/arguments.ts'
import { tableOf } from '../values/define.ts'
import { dictFrom, dictGet } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { characters, isTrue, iterate, lengthOfText } from '../values/iterate.ts'
import { isInteger } from '../values/kinds.ts'
import { Bytes, Dict, isText, Markup, Tuple, textOf, typeName, type Value } from '../values/types.ts'
import * as casing from './case.ts'
import { expandTabs, replace, split, splitFromEnd, splitLines } from './split.ts'

type Text = string | Markup

const optionalText = (value: Value | undefined) => (value === undefined || value === null ? undefined : wantText(value))

function stripWith(
  text: Text,
  given: Value | undefined,
  sides: readonly ((text: string, is: (character: string) => boolean) => string)[],
) {
  const wanted = optionalText(given)
  const set = wanted === undefined ? undefined : new Set(characters(wanted))
  const isStripped = set === undefined ? casing.isSpace : (character: string) => set.has(character)
  return sides.reduce((rest, side) => side(rest, isStripped), textOf(text))
}

/** Text that fills up to a width: paid for first. */
function filling(
  runtime: Runtime,
  width: number,
  text: string,
  fill: Value | undefined,
): { missing: number; by: string } {
  const by = fill === undefined ? ' ' : wantText(fill)
  if (lengthOfText(by) !== 1) throw typeError('The fill character must be exactly one character long')
  runtime.allocate(Math.max(width, text.length))
  return { missing: Math.max(0, width - lengthOfText(text)), by }
}

function center(runtime: Runtime, self: Text, width: Value, fill?: Value): Value {
  const text = textOf(self)
  const wanted = wantInteger(width)
  const { missing, by } = filling(runtime, wanted, text, fill)
  // Where one is left over, Python puts it to the left if the width is odd.
  const left = Math.floor(missing / 2) + (missing & wanted & 1)
  return by.repeat(left) + text + by.repeat(missing - left)
}

/** Where in the text, by characters: [begin, end) as a slice would have it. */
function windowOf(text: Text, start: Value | undefined, end: Value | undefined) {
  if (start === undefined && end === undefined) return { from: 0, part: textOf(text) }
  const all = characters(textOf(text))
  const place = (value: Value | undefined, otherwise: number) => {
    if (value === undefined || value === null) return otherwise
    const index = wantInteger(value)
    return index < 0 ? Math.max(0, index + all.length) : index
  }
  const from = place(start, 0)
  const to = Math.min(place(end, all.length), all.length)
  return { from, part: from > to ? undefined : all.slice(from, to).join('') }
}

function find(isLast: boolean) {
  return (_runtime: Runtime, self: Text, sub: Value, start?: Value, end?: Value): number => {
    const { from, part } = windowOf(self, start, end)
    const wanted = wantText(sub)
    if (part === undefined) return -1
    const at = isLast ? part.lastIndexOf(wanted) : part.indexOf(wanted)
    return at < 0 ? -1 : from + lengthOfText(part.slice(0, at))
  }
}

function index(isLast: boolean) {
  const look = find(isLast)
  return (runtime: Runtime, self: Text, sub: Value, start?: Value, end?: Value): Value => {
    const at = look(runtime, self, sub, start, end)
    if (at < 0) throw new TemplateError('value', 'substring not found')
    return at
  }
}

function count(_runtime: Runtime, self: Text, sub: Value, start?: Value, end?: Value): Value {
  const { part } = windowOf(self, start, end)
  const wanted = wantText(sub)
  if (part === undefined) return 0
  return wanted === '' ? lengthOfText(part) + 1 : part.split(wanted).length - 1
}

function affix(isEnd: boolean) {
  return (_runtime: Runtime, self: Text, wanted: Value, start?: Value, end?: Value): Value => {
    const { part } = windowOf(self, start, end)
    const options = wanted instanceof Tuple ? wanted.items.map(wantText) : [wantText(wanted)]
    return part !== undefined && options.some((option) => (isEnd ? part.endsWith(option) : part.startsWith(option)))
  }
}

function partition(isLast: boolean) {
  return (_runtime: Runtime, self: Text, separator: Value): Value => {
    const [text, cut] = [textOf(self), wantText(separator)]
    if (cut === '') throw new TemplateError('value', 'empty separator')
    const at = isLast ? text.lastIndexOf(cut) : text.indexOf(cut)
    if (at < 0) return new Tuple(isLast ? ['', '', text] : [text, '', ''])
    return new Tuple([text.slice(0, at), cut, text.slice(at + cut.length)])
  }
}

export function join(runtime: Runtime, self: Text, values: Value): Value {
  const separator = textOf(self)
  let result = ''
  let position = 0
  for (const value of iterate(runtime, values)) {
    if (!isText(value) && !(self instanceof Markup)) {
      throw typeError(`sequence item ${position}: expected str instance, ${typeName(value)} found`)
    }
    const text = self instanceof Markup ? escapeText(runtime, value) : textOf(value as Text)
    runtime.allocate(text.length + separator.length)
    result += position === 0 ? text : separator + text
    position++
  }
  return result
}

function zfill(runtime: Runtime, self: Text, width: Value): Value {
  const text = textOf(self)
  const { missing } = filling(runtime, wantInteger(width), text, '0')
  const hasSign = text.startsWith('-') || text.startsWith('+')
  return hasSign ? text.charAt(0) + '0'.repeat(missing) + text.slice(1) : '0'.repeat(missing) + text
}

function encode(runtime: Runtime, self: Text, encoding?: Value): Value {
  const name = encoding === undefined ? 'utf-8' : wantText(encoding).toLowerCase().replace('_', '-')
  if (name !== 'utf-8' && name !== 'utf8' && name !== 'ascii')
    throw new TemplateError('value', `unknown encoding: ${name}`)
  const text = textOf(self)
  if (name === 'ascii' && !/^[\0-\x7f]*$/.test(text)) throw new TemplateError('value', 'ordinal not in range(128)')
  if (!text.isWellFormed()) throw new TemplateError('value', 'surrogates not allowed')
  runtime.allocate(text.length * 3)
  return new Bytes(new TextEncoder().encode(text))
}

/** By the table's entry for each character's code: another code, text, or None for nothing. */
function translate(runtime: Runtime, self: Text, table: Value): Value {
  if (!(table instanceof Dict)) throw typeError(`translate() takes a mapping, not ${typeName(table)}`)
  let result = ''
  for (const character of textOf(self)) {
    const found = dictGet(table, character.codePointAt(0) as number)
    const piece = found === undefined ? character : pieceOf(found)
    runtime.allocate(piece.length)
    result += piece
  }
  return result
}

function pieceOf(value: Value): string {
  if (value === null) return ''
  if (isText(value)) return textOf(value)
  if (!isInteger(value)) throw typeError('character mapping must return integer, None or str')
  const code = Number(value)
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  throw new TemplateError('value', 'character mapping must be in range(0x110000)')
}

function makeTable(runtime: Runtime, _self: Text, first: Value, second?: Value, dropped?: Value): Value {
  if (second !== undefined) return tableOfPairs(runtime, wantText(first), wantText(second), dropped)
  if (!(first instanceof Dict)) throw typeError('if you give only one argument to maketrans it must be a dict')
  return dictFrom(
    runtime,
    [...first.entries.values()].map(([key, value]) => [isText(key) ? codeOf(textOf(key)) : key, value] as const),
  )
}

function tableOfPairs(runtime: Runtime, from: string, to: string, dropped: Value | undefined): Value {
  const [keys, values] = [characters(from), characters(to)]
  if (keys.length !== values.length)
    throw new TemplateError('value', 'the first two maketrans arguments must have equal length')
  const none = dropped === undefined ? [] : characters(wantText(dropped))
  return dictFrom(runtime, [
    ...keys.map((key, index) => [codeOf(key), codeOf(values[index] as string)] as const),
    ...none.map((key) => [codeOf(key), null] as const),
  ])
}

function codeOf(character: string): number {
  if (lengthOfText(character) === 1) return character.codePointAt(0) as number
  throw new TemplateError('value', 'string keys in translate table must be of length 1')
}

const splitting = (isLast: boolean) => (runtime: Runtime, self: Text, sep?: Value, maxsplit?: Value) =>
  (isLast ? splitFromEnd : split)(runtime, textOf(self), optionalText(sep), wantInteger(maxsplit, -1))

const changed = (change: (text: string) => string) => (runtime: Runtime, self: Text) => {
  runtime.allocate(textOf(self).length)
  return change(textOf(self))
}
const asked = (ask: (text: string) => boolean) => (_runtime: Runtime, self: Text) => ask(textOf(self))
const allOf = (pattern: RegExp) => asked((text) => casing.isAll(text, pattern))

export const stringMethods = tableOf([
  ['capitalize self /', changed(casing.capitalize)],
  ['casefold self /', changed(casing.caseFold)],
  ['center self width fill? /', center],
  ['count self sub start? end? /', count],
  ['encode self encoding?', encode],
  ['endswith self suffix start? end? /', affix(true)],
  [
    'expandtabs self tabsize?',
    (runtime, self: Text, size?: Value) => expandTabs(runtime, textOf(self), wantInteger(size, 8)),
  ],
  ['find self sub start? end? /', find(false)],
  ['index self sub start? end? /', index(false)],
  ['isalnum self /', allOf(/^[\p{L}\p{N}]$/u)],
  ['isalpha self /', allOf(/^\p{L}$/u)],
  ['isascii self /', asked((text) => /^[\0-\x7f]*$/.test(text))],
  ['isdecimal self /', allOf(/^\p{Nd}$/u)],
  ['isdigit self /', allOf(casing.digit)],
  ['isidentifier self /', asked((text) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text))],
  ['islower self /', asked(casing.isLowerText)],
  ['isnumeric self /', allOf(casing.numeric)],
  ['isprintable self /', asked((text) => text === '' || casing.isAll(text, /^[^\p{C}\p{Zl}\p{Zp}\p{Zs}]$|^ $/u))],
  ['isspace self /', allOf(casing.whiteSpace)],
  ['istitle self /', asked(casing.isTitleText)],
  ['isupper self /', asked(casing.isUpperText)],
  ['join self values /', join],
  [
    'ljust self width fill? /',
    (runtime, self: Text, width: Value, fill?: Value) => {
      const { missing, by } = filling(runtime, wantInteger(width), textOf(self), fill)
      return textOf(self) + by.repeat(missing)
    },
  ],
  ['lower self /', changed((text) => text.toLowerCase())],
  ['maketrans self x y? z? /', makeTable],
  ['lstrip self chars? /', (_runtime, self: Text, chars?: Value) => stripWith(self, chars, [casing.stripStart])],
  ['partition self sep /', partition(false)],
  [
    'removeprefix self prefix /',
    (_runtime, self: Text, prefix: Value) => {
      const [text, cut] = [textOf(self), wantText(prefix)]
      return text.startsWith(cut) ? text.slice(cut.length) : text
    },
  ],
  [
    'removesuffix self suffix /',
    (_runtime, self: Text, suffix: Value) => {
      const [text, cut] = [textOf(self), wantText(suffix)]
      return cut !== '' && text.endsWith(cut) ? text.slice(0, -cut.length) : text
    },
  ],
  [
    'replace self old new count? /',
    (runtime, self: Text, old: Value, by: Value, most?: Value) =>
      replace(runtime, textOf(self), wantText(old), wantText(by), wantInteger(most, -1)),
  ],
  ['rfind self sub start? end? /', find(true)],
  ['rindex self sub start? end? /', index(true)],
  [
    'rjust self width fill? /',
    (runtime, self: Text, width: Value, fill?: Value) => {
      const { missing, by } = filling(runtime, wantInteger(width), textOf(self), fill)
      return by.repeat(missing) + textOf(self)
    },
  ],
  ['rpartition self sep /', partition(true)],
  ['rsplit self sep? maxsplit?', splitting(true)],
  ['rstrip self chars? /', (_runtime, self: Text, chars?: Value) => stripWith(self, chars, [casing.stripEnd])],
  ['split self sep? maxsplit?', splitting(false)],
  [
    'splitlines self keepends?',
    (runtime, self: Text, keeps?: Value) => splitLines(runtime, textOf(self), keeps !== undefined && isTrue(keeps)),
  ],
  ['startswith self prefix start? end? /', affix(false)],
  [
    'strip self chars? /',
    (_runtime, self: Text, chars?: Value) => stripWith(self, chars, [casing.stripStart, casing.stripEnd]),
  ],
  ['swapcase self /', changed(casing.swapCase)],
  ['title self /', changed(casing.title)],
  ['translate self table /', translate],
  ['upper self /', changed((text) => text.toUpperCase())],
  ['zfill self width /', zfill],
])

/** On safe text these escape their arguments and give safe text again. */
export const markupMethods: ReadonlySet<string> = new Set(
  'capitalize title lower upper replace ljust rjust lstrip rstrip center strip expandtabs swapcase zfill join split rsplit splitlines partition rpartition'.split(
    ' ',
  ),
)
