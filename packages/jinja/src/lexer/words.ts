/** Words of an expression: names, numbers, strings, operators. Each pattern is tried at one place and takes linear time. */
import { type Source, TemplateError } from '../error.ts'
import type { Token } from './token.ts'

const float = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const name = /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]+/uy
const identifier = /^[\p{L}\p{Nl}_]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes these for white space.
const space = /[\s\x1c-\x1f\x85]+/y
const operators = ['//', '**', '==', '!=', '>=', '<=', ...'+-/*%~[](){}><=.:|,;'] as const

export function skipSpace(text: string, at: number): number {
  return matchAt(space, text, at)?.length ?? 0
}

/** The word at this place. @throws for a character that begins none */
export function wordAt(source: Source, at: number): Token {
  const { text } = source
  const quote = text[at]
  if (quote === '"' || quote === "'") return stringAt(source, at, quote)
  // After a point digits are an index, as in `row.0.1`.
  const number = text[at - 1] === '.' ? undefined : matchAt(float, text, at)
  if (number !== undefined) return token('float', number, at)
  const whole = matchAt(integer, text, at)
  if (whole !== undefined) return token('integer', whole, at)
  const word = matchAt(name, text, at)
  if (word !== undefined) {
    if (!identifier.test(word)) throw syntaxError(source, at, `Invalid character in identifier '${word}'`)
    return token('name', word, at)
  }
  const operator = operators.find((candidate) => text.startsWith(candidate, at))
  if (operator !== undefined) return token('operator', operator, at)
  throw syntaxError(source, at, `unexpected char '${text[at]}'`)
}

function token(type: Token['type'], value: string, at: number): Token {
  return { type, value, start: at, end: at + value.length }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

export function syntaxError(source: Source, start: number, reason: string, end = start + 1): TemplateError {
  return new TemplateError('syntax', reason, { source, start, end })
}

function stringAt(source: Source, start: number, quote: string): Token {
  const { text } = source
  let value = ''
  let at = start + 1
  for (;;) {
    const character = text[at]
    if (character === undefined) throw syntaxError(source, start, `unexpected char '${quote}'`)
    if (character === quote) return { type: 'string', value, start, end: at + 1 }
    if (character !== '\\') {
      value += character
      at++
      continue
    }
    const escaped = readEscape(source, at)
    value += escaped.value
    at += escaped.length
  }
}

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
}

/** Escapes as in Python's strings; one that Python does not know is the text that it is. */
function readEscape(source: Source, at: number): { value: string; length: number } {
  const { text } = source
  const letter = text[at + 1] ?? ''
  const known = simple[letter]
  if (known !== undefined) return { value: known, length: 2 }
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0]
  if (octal !== undefined) return { value: String.fromCharCode(Number.parseInt(octal, 8)), length: 1 + octal.length }
  const size = { x: 2, u: 4, U: 8 }[letter]
  if (size !== undefined) {
    const digits = text.slice(at + 2, at + 2 + size)
    const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === size ? Number.parseInt(digits, 16) : Number.NaN
    if (!(code <= 0x10ffff)) throw syntaxError(source, at, `truncated \\${letter} escape`, at + 2 + size)
    return { value: String.fromCodePoint(code), length: 2 + size }
  }
  if (letter === 'N') throw syntaxError(source, at, 'escapes by name (\\N) are not supported', at + 2)
  return { value: `\\${letter}`, length: 2 }
}
