/** JSON Lines, and a JSON array read element by element: neither is ever held whole. */
import { GatewayError } from '../../call/index.ts'
import { jsonErrorPosition } from '../json-position.ts'
import { type Input, rowCharactersMax, type SourceRow } from './input.ts'

export function readJsonLines(text: AsyncIterable<string>): Input {
  return { columns: undefined, rows: lineRows(text) }
}

async function* lineRows(text: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let rest = ''
  let line = 0
  const read = (source: string) => {
    line++
    return source.trim() === '' ? [] : [{ line, values: objectOf(source, line) }]
  }
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) yield* read(one)
    if (rest.length > rowCharactersMax) throw tooLong(line + 1)
  }
  yield* read(rest)
}

export function readJsonArray(text: AsyncIterable<string>): Input {
  return { columns: undefined, rows: elementRows(text) }
}

/** Finds where elements begin and end by their brackets and quotes; what is inside, `JSON.parse` judges. */
async function* elementRows(text: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let line = 1
  let startLine = 1
  let depth = 0
  let quoted = false
  let escaped = false
  let element = ''
  let closed = false
  const flush = function* (isLast: boolean): Generator<SourceRow> {
    if (element.trim() !== '') yield { line: startLine, values: objectOf(element, startLine) }
    else if (!isLast) throw malformed(line, 'has a comma without an element before it')
    element = ''
  }
  for await (const piece of text) {
    for (const character of piece) {
      if (character === '\n') line++
      if (depth === 0) {
        if (/\s/.test(character)) continue
        if (closed || character !== '[') throw malformed(line, 'is not part of one JSON array of objects')
        depth = 1
        continue
      }
      if (!quoted && depth === 1 && (character === ',' || character === ']')) {
        yield* flush(character === ']')
        if (character === ']') {
          depth = 0
          closed = true
        }
        continue
      }
      if (element === '') {
        if (/\s/.test(character)) continue
        startLine = line
      }
      element += character
      if (element.length > rowCharactersMax) throw tooLong(startLine)
      if (escaped) escaped = false
      else if (quoted && character === '\\') escaped = true
      else if (character === '"') quoted = !quoted
      else if (!quoted && (character === '{' || character === '[')) depth++
      else if (!quoted && (character === '}' || character === ']')) depth--
    }
  }
  if (!closed) throw malformed(line, 'ends before the JSON array is closed')
}

function objectOf(source: string, line: number): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    throw malformed(line, `is not JSON, at character ${jsonErrorPosition(source) + 1}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(line, 'is not a JSON object; a row is an object with a value for each column')
  }
  if (source.length > rowCharactersMax) throw tooLong(line)
  return value as Record<string, unknown>
}

function malformed(line: number, what: string): GatewayError {
  return new GatewayError('malformed_input', `Line ${line} ${what}.`)
}

function tooLong(line: number): GatewayError {
  return malformed(line, `is longer than ${rowCharactersMax} characters`)
}
