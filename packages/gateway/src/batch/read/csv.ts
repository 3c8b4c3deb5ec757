/**
 * CSV after RFC 4180: a header, then one record per row, each with the line on which it begins. What is malformed is
 * refused with its line and never repaired: a shifted cell would be somebody else's device.
 */
import { GatewayError } from '../../call/index.ts'
import { type Input, rowCharactersMax, type SourceRow } from './input.ts'

interface Cells {
  readonly line: number
  readonly cells: readonly string[]
}

/** @param delimiter found from the header when absent. */
export async function readCsv(text: AsyncIterable<string>, delimiter?: string): Promise<Input> {
  const { head, all } = await peek(text)
  const found = records(all, delimiter ?? findDelimiter(head))
  const first = await found.next()
  if (first.done) throw new GatewayError('no_rows', 'The input is empty: it has no header and no rows.')
  const columns = first.value.cells.map((name) => name.trim())
  checkHeader(columns)
  return { columns, rows: rows(found, columns) }
}

async function* rows(found: AsyncIterable<Cells>, columns: readonly string[]): AsyncGenerator<SourceRow> {
  for await (const { line, cells } of found) {
    if (cells.length !== columns.length) {
      throw malformed(line, `has ${cells.length} cells, but the header has ${columns.length}`)
    }
    yield { line, values: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])) }
  }
}

/** A cell is `plain`, in quotes, or just behind its closing quote, which may turn out to be the first of two. */
type Place = 'start' | 'plain' | 'quoted' | 'closed'

async function* records(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Cells> {
  const special = new RegExp(`["\\r\\n${delimiter.replace(/[\]\\^-]/, '\\$&')}]`, 'g')
  let line = 1
  let startLine = 1
  let cells: string[] = []
  let cell = ''
  let place = 'start' as Place
  let size = 0
  /** A carriage return whose line feed may come with the next piece. */
  let returned = false

  const add = (part: string) => {
    if (part === '') return
    if (place === 'closed')
      throw malformed(line, 'has text after a closing quote; write a quote inside a quoted cell twice')
    if (place === 'start') place = 'plain'
    size += part.length
    if (size > rowCharactersMax) throw malformed(startLine, `is longer than ${rowCharactersMax} characters`)
    cell += part
  }
  const endCell = () => {
    cells.push(cell)
    cell = ''
    place = 'start'
  }
  const endRecord = function* (): Generator<Cells> {
    const isBlank = cells.length === 0 && cell === '' && place === 'start'
    if (!isBlank) {
      endCell()
      yield { line: startLine, cells }
    }
    cells = []
    size = 0
  }

  for await (const piece of text) {
    let from = 0
    special.lastIndex = 0
    for (let found = special.exec(piece); found !== null; found = special.exec(piece)) {
      const [character] = found
      const before = piece.slice(from, found.index)
      if (before !== '') returned = false
      add(before)
      from = found.index + 1
      if (place === 'quoted') {
        if (character === '\n') line++
        if (character === '"') place = 'closed'
        else add(character)
      } else if (character === '"') {
        if (place === 'plain')
          throw malformed(line, 'has a quote in the middle of a cell; put the whole cell in quotes')
        if (place === 'closed') cell += '"'
        place = 'quoted'
      } else if (character === delimiter) endCell()
      else {
        const isSecondOfTwo = character === '\n' && returned
        if (!isSecondOfTwo) {
          yield* endRecord()
          line++
        }
        startLine = line
      }
      returned = character === '\r' && place !== 'quoted'
    }
    const rest = piece.slice(from)
    if (rest !== '') returned = false
    add(rest)
  }
  if (place === 'quoted') throw malformed(startLine, 'opens a quote that is never closed')
  yield* endRecord()
}

function malformed(line: number, what: string): GatewayError {
  return new GatewayError('malformed_input', `Line ${line} ${what}.`)
}

function checkHeader(columns: readonly string[]): void {
  const empty = columns.indexOf('')
  if (empty >= 0) throw new GatewayError('malformed_input', `Line 1: column ${empty + 1} has no name.`)
  const double = columns.find((name, at) => columns.indexOf(name) !== at)
  if (double !== undefined) {
    const places = columns.flatMap((name, at) => (name === double ? [at + 1] : []))
    throw new GatewayError(
      'malformed_input',
      `Line 1: the columns ${places.join(' and ')} are both called "${double}".`,
    )
  }
}

/** The first piece, and a stream that still has it. */
async function peek(text: AsyncIterable<string>): Promise<{ head: string; all: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]()
  let head = ''
  let done = false
  while (!done && !head.includes('\n') && head.length < rowCharactersMax) {
    const next = await pieces.next()
    done = next.done === true
    head += next.value ?? ''
  }
  async function* all() {
    yield head
    if (!done) yield* { [Symbol.asyncIterator]: () => pieces }
  }
  return { head, all: all() }
}

/** Spreadsheets of half of Europe write semicolons. */
function findDelimiter(head: string): string {
  const header = (head.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((one) => [one, header.split(one).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
