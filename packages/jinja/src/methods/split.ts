/** Taking strings apart. */
import { type Runtime, valueError } from '../runtime.ts'
import { isSpace } from './case.ts'

const lineEnds = '\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029'

export function splitLines(runtime: Runtime, text: string, keepsEnds = false): string[] {
  const lines: string[] = []
  let begin = 0
  runtime.allocate(text.length)
  for (let at = 0; at < text.length; at++) {
    if (!lineEnds.includes(text.charAt(at))) continue
    const end = text.startsWith('\r\n', at) ? at + 2 : at + 1
    lines.push(text.slice(begin, keepsEnds ? end : at))
    begin = end
    at = end - 1
  }
  if (begin < text.length) lines.push(text.slice(begin))
  runtime.allocate(lines.length)
  return lines
}

/** @param most how many cuts, below zero for any number */
export function split(runtime: Runtime, text: string, separator: string | undefined, most: number): string[] {
  runtime.allocate(text.length)
  if (separator === undefined) return splitAtSpace(text, most)
  if (separator === '') throw valueError('empty separator')
  const parts: string[] = []
  let begin = 0
  for (let cuts = 0; most < 0 || cuts < most; cuts++) {
    const at = text.indexOf(separator, begin)
    if (at < 0) break
    parts.push(text.slice(begin, at))
    begin = at + separator.length
  }
  parts.push(text.slice(begin))
  runtime.allocate(parts.length)
  return parts
}

export function splitFromEnd(runtime: Runtime, text: string, separator: string | undefined, most: number): string[] {
  runtime.allocate(text.length)
  if (separator === undefined) {
    return most < 0 ? splitAtSpace(text, most) : splitAtSpace(reversed(text), most).map(reversed).reverse()
  }
  if (separator === '') throw valueError('empty separator')
  const parts: string[] = []
  let end = text.length
  for (let cuts = 0; most < 0 || cuts < most; cuts++) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length)
    if (at < 0) break
    parts.unshift(text.slice(at + separator.length, end))
    end = at
  }
  parts.unshift(text.slice(0, end))
  runtime.allocate(parts.length)
  return parts
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('')
}

function splitAtSpace(text: string, most: number): string[] {
  const parts: string[] = []
  let at = 0
  const skip = () => {
    while (at < text.length && isSpace(text.charAt(at))) at++
  }
  skip()
  while (at < text.length) {
    const begin = at
    if (most >= 0 && parts.length >= most) {
      // What is left keeps its end, as in Python.
      parts.push(text.slice(begin))
      break
    }
    while (at < text.length && !isSpace(text.charAt(at))) at++
    parts.push(text.slice(begin, at))
    skip()
  }
  return parts
}

export function expandTabs(runtime: Runtime, text: string, size: number): string {
  let result = ''
  let column = 0
  for (const character of text) {
    if (character === '\t') {
      const width = size > 0 ? size - (column % size) : 0
      runtime.allocate(width)
      result += ' '.repeat(width)
      column += width
    } else {
      result += character
      column = character === '\n' || character === '\r' ? 0 : column + 1
    }
  }
  return result
}

/** As `str.replace`: also between all characters when `old` is empty. */
export function replace(runtime: Runtime, text: string, old: string, by: string, most: number): string {
  const count = old === '' ? Array.from(text).length + 1 : text.length / old.length
  const growth = Math.max(0, by.length - old.length)
  runtime.allocate(text.length + (growth === 0 ? 0 : occurrences(text, old, Math.ceil(count), most) * growth))
  if (most === 0) return text
  if (old === '') return interleave(text, by, most)
  if (most < 0) return text.replaceAll(old, () => by)
  const parts = split(runtime, text, old, most)
  return parts.join(by)
}

function occurrences(text: string, old: string, upTo: number, most: number): number {
  if (most >= 0 && most < upTo) return most
  return old === '' ? upTo : text.split(old).length - 1
}

function interleave(text: string, by: string, most: number): string {
  let result = ''
  let left = most < 0 ? Number.POSITIVE_INFINITY : most
  for (const character of text) {
    if (left-- > 0) result += by
    result += character
  }
  return left > 0 ? result + by : result
}
