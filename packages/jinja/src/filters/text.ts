/** Filters on text. */
import { getAttribute } from '../attributes.ts'
import { callValue } from '../compiler/arguments.ts'
import { formatPercent } from '../format/percent.ts'
import { capitalize, spaceClass } from '../methods/case.ts'
import { replace, splitLines } from '../methods/split.ts'
import { type Runtime, typeError, valueError } from '../runtime.ts'
import { softText, wantInteger, wantText } from '../values/arguments.ts'
import { dictFrom } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { characters, isTrue, lengthOf, lengthOfText } from '../values/iterate.ts'
import { type Arguments, type Call, isText, Markup, Tuple, textOf, type Value } from '../values/types.ts'
import { wrapText } from './wrap.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value

/** The method of that name, on text or on what `str` makes of the value; safe text stays safe. */
function viaMethod(runtime: Runtime, value: Value, name: string, ...given: Value[]): Value {
  const text = isText(value) ? value : softText(runtime, value)
  return callValue(runtime, getAttribute(runtime, text, name), { positional: given, named: undefined })
}

const method =
  (name: string): Body =>
  (runtime, value: Value) =>
    viaMethod(runtime, value, name)

const wordStart = new RegExp(`([-${spaceClass}({[<]+)`)

/** Not Python's `title`: only white space, brackets and hyphens begin a word here. */
function title(runtime: Runtime, value: Value): Value {
  return softText(runtime, value)
    .split(wordStart)
    .map((part) => {
      const [first = ''] = characters(part)
      return first.toUpperCase() + part.slice(first.length).toLowerCase()
    })
    .join('')
}

function replaceFilter(runtime: Runtime, value: Value, old: Value, by: Value, count?: Value): Value {
  const most = count === undefined || count === null ? -1 : wantInteger(count)
  if (!runtime.autoescape) {
    return replace(runtime, softText(runtime, value), softText(runtime, old), softText(runtime, by), most)
  }
  const isMarked = old instanceof Markup || (by instanceof Markup && !(value instanceof Markup))
  const text = isMarked ? new Markup(escapeText(runtime, value)) : isText(value) ? value : softText(runtime, value)
  const soft = (part: Value) => (isText(part) ? part : softText(runtime, part))
  return viaMethod(runtime, text, 'replace', soft(old), soft(by), most)
}

function truncate(runtime: Runtime, value: Value, length?: Value, kill?: Value, end?: Value, leeway?: Value): Value {
  const ending = end === undefined ? '...' : wantText(end)
  const size = wantInteger(length, 255)
  const slack = leeway === undefined || leeway === null ? 5 : wantInteger(leeway)
  const kept = size - lengthOfText(ending)
  if (kept < 0) throw valueError(`expected length >= ${lengthOfText(ending)}, got ${size}`)
  if (slack < 0) throw valueError(`expected leeway >= 0, got ${slack}`)
  const available = lengthOf(value)
  if (available !== undefined && available <= size + slack) return value
  const text = characters(wantText(value))
  runtime.allocate(size)
  const cut = text.slice(0, kept).join('')
  if (kill !== undefined && isTrue(kill)) return cut + ending
  const space = cut.lastIndexOf(' ')
  return (space < 0 ? cut : cut.slice(0, space)) + ending
}

function indent(runtime: Runtime, value: Value, width?: Value, first?: Value, blank?: Value): Value {
  const by = width !== undefined && isText(width) ? textOf(width) : spaces(runtime, wantInteger(width, 4))
  const source = wantText(value)
  const lines = splitLines(runtime, `${source}\n`)
  runtime.allocate(source.length + by.length * lines.length)
  const withBlank = blank !== undefined && isTrue(blank)
  const [head = '', ...rest] = lines
  const indented = rest.map((line) => (withBlank || line !== '' ? by + line : line))
  const text = [first !== undefined && isTrue(first) ? by + head : head, ...indented].join('\n')
  return value instanceof Markup ? new Markup(text) : text
}

function spaces(runtime: Runtime, count: number): string {
  runtime.allocate(Math.max(0, count))
  return ' '.repeat(Math.max(0, count))
}

function format(runtime: Runtime, { positional, named }: Arguments): Value {
  const [value, ...rest] = positional
  if (value === undefined) throw typeError('format() missing required argument')
  if (rest.length > 0 && named !== undefined) {
    throw valueError("can't handle positional and keyword arguments at the same time")
  }
  const text = isText(value) ? value : softText(runtime, value)
  return formatPercent(runtime, text, named === undefined ? new Tuple(rest) : dictFrom(runtime, named))
}

function wordcount(runtime: Runtime, value: Value): Value {
  let count = 0
  let inside = false
  for (const character of softText(runtime, value)) {
    const isWord = /[\p{L}\p{N}_]/u.test(character)
    if (isWord && !inside) count++
    inside = isWord
  }
  return count
}

function wordwrap(runtime: Runtime, value: Value, width?: Value, long?: Value, by?: Value, hyphens?: Value): Value {
  const size = wantInteger(width, 79)
  if (size <= 0) throw valueError(`invalid width ${size} (must be > 0)`)
  const lineEnd = by === undefined || by === null ? runtime.settings.newline : wantText(by)
  const options = {
    width: size,
    breaksLongWords: long === undefined || isTrue(long),
    breaksOnHyphens: hyphens === undefined || isTrue(hyphens),
  }
  const lines = splitLines(runtime, wantText(value)).map((line) => wrapText(runtime, line, options).join(lineEnd))
  const text = lines.join(lineEnd)
  runtime.allocate(text.length)
  return text
}

export const textFilters: readonly (readonly [string, Body])[] = [
  [
    'capitalize s',
    (runtime, value: Value) => {
      const text = capitalize(softText(runtime, value))
      return value instanceof Markup ? new Markup(text) : text
    },
  ],
  ['center value width?', (runtime, value: Value, width?: Value) => viaMethod(runtime, value, 'center', width ?? 80)],
  ['indent s width? first? blank?', indent],
  ['lower s', method('lower')],
  ['replace s old new count?', replaceFilter],
  ['string object', (runtime, value: Value) => (isText(value) ? value : softText(runtime, value))],
  ['title s', title],
  [
    'trim value chars?',
    (runtime, value: Value, chars?: Value) =>
      viaMethod(runtime, value, 'strip', ...(chars === undefined ? [] : [chars])),
  ],
  ['truncate s length? killwords? end? leeway?', truncate],
  ['upper s', method('upper')],
  ['wordcount s', wordcount],
  ['wordwrap s width? break_long_words? wrapstring? break_on_hyphens?', wordwrap],
]

export const formatFilter: Call = format
