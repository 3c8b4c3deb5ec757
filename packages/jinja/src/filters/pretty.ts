/** Python's pprint, but for bytes, which it would take apart over several lines. */

import { TemplateError } from '../error.ts'
import { spaceClass } from '../methods/case.ts'
import { splitLines } from '../methods/split.ts'
import { type Runtime, recursionBound } from '../runtime.ts'
import { isLess } from '../values/compare.ts'
import { lengthOfText } from '../values/iterate.ts'
import { repr } from '../values/print.ts'
import { sortValues } from '../values/sort.ts'
import { Dict, Tuple, typeName, type Value } from '../values/types.ts'

export function pprint(runtime: Runtime, value: Value): Value {
  return pretty(runtime, sortDeeply(runtime, value, []), 0, 0, 0)
}

const lineWidth = 80

/** @param indent columns before it, @param after characters that must still fit behind it */
function pretty(runtime: Runtime, value: Value, indent: number, after: number, depth: number): string {
  if (depth > runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  const flat = repr(runtime, value)
  if (lengthOfText(flat) <= lineWidth - indent - after) return flat
  if (typeof value === 'string') return prettyText(runtime, value, indent, after, depth === 0)
  const inner = (item: Value, by: number, rest: number) => pretty(runtime, item, indent + by, rest, depth + 1)
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = Array.isArray(value) ? value : value.items
    const [begin, end] = Array.isArray(value) ? ['[', ']'] : ['(', items.length === 1 ? ',)' : ')']
    const parts = items.map((item, index) => inner(item, 1, index === items.length - 1 ? after + end.length : 1))
    return begin + parts.join(`,\n${' '.repeat(indent + 1)}`) + end
  }
  if (!(value instanceof Dict)) return flat
  const entries = [...value.entries.values()]
  const parts = entries.map(([key, item], index) => {
    const name = `${repr(runtime, key)}: `
    return name + inner(item, 1 + lengthOfText(name), index === entries.length - 1 ? after + 1 : 1)
  })
  runtime.allocate(flat.length)
  return `{${parts.join(`,\n${' '.repeat(indent + 1)}`)}}`
}

/** A long text as several, one a line, cut where its lines end and, in long ones, between words. */
function prettyText(runtime: Runtime, text: string, indent: number, after: number, isAlone: boolean): string {
  const bracket = isAlone ? 1 : 0
  const width = lineWidth - indent - bracket
  const rest = after + bracket
  const lines = splitLines(runtime, text, true)
  const chunks = lines.flatMap((line, index) => {
    const restHere = index === lines.length - 1 ? rest : 0
    const quoted = repr(runtime, line)
    return lengthOfText(quoted) <= width - restHere ? [quoted] : wordsOf(runtime, line, width, restHere)
  })
  if (chunks.length === 1) return repr(runtime, text)
  const separator = `\n${' '.repeat(indent + bracket)}`
  runtime.allocate(text.length + chunks.length * separator.length)
  const joined = chunks.join(separator)
  return isAlone ? `(${joined})` : joined
}

const wordAndSpace = new RegExp(`[^${spaceClass}]+[${spaceClass}]*|[${spaceClass}]+`, 'g')

/** As many words on each line as fit; behind the last one something else must fit too. */
function wordsOf(runtime: Runtime, line: string, width: number, rest: number): string[] {
  const words = line.match(wordAndSpace) ?? []
  runtime.allocate(words.length)
  const chunks: string[] = []
  let current = ''
  words.forEach((word, index) => {
    const candidate = current + word
    const room = index === words.length - 1 ? width - rest : width
    if (lengthOfText(repr(runtime, candidate)) <= room) {
      current = candidate
      return
    }
    if (current !== '') chunks.push(repr(runtime, current))
    current = word
  })
  if (current !== '') chunks.push(repr(runtime, current))
  return chunks
}

/** Dictionaries, at any depth, in the order of their keys. */
function sortDeeply(runtime: Runtime, value: Value, open: readonly Value[]): Value {
  runtime.step()
  if (!Array.isArray(value) && !(value instanceof Tuple) && !(value instanceof Dict)) return value
  if (open.includes(value)) return value
  if (open.length > runtime.limits.recursionMax) throw recursionBound(runtime.limits)
  const inner = (item: Value) => sortDeeply(runtime, item, [...open, value])
  if (Array.isArray(value)) {
    runtime.allocate(value.length)
    return value.map(inner)
  }
  if (value instanceof Tuple) {
    runtime.allocate(value.items.length)
    return new Tuple(value.items.map(inner))
  }
  const sorted = new Dict()
  runtime.allocate(value.entries.size)
  const isBefore = (left: Value, right: Value) => isLessOrByType(runtime, left, right)
  const entries = sortValues(runtime, [...value.entries], ([, [left]], [, [right]]) => isBefore(left, right), false)
  for (const [hash, [key, item]] of entries) sorted.entries.set(hash, [key, inner(item)])
  return sorted
}

/** Keys without an order among them are in that of their types' names. */
function isLessOrByType(runtime: Runtime, left: Value, right: Value): boolean {
  try {
    return isLess(runtime, left, right)
  } catch (error) {
    if (!(error instanceof TemplateError) || error.kind !== 'type') throw error
    return typeName(left) < typeName(right)
  }
}
