/** CSV: a header, then one record per row, each with the line on which it begins. */
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { GatewayError } from '../../call/index.ts'
import { type Input, rowCharactersMax } from './input.ts'

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** @param delimiter found from the header when absent. */
export async function readCsv(text: AsyncIterable<string>, delimiter?: string): Promise<Input> {
  const { head, all } = await peek(text)
  const parser = parse({
    delimiter: delimiter ?? findDelimiter(head),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowCharactersMax,
  })
  pipeline(Readable.from(all), parser, () => undefined)
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>
  const first = await explained(records.next(), 1)
  if (first.done) throw new GatewayError('no_rows', 'The input is empty: it has no header and no rows.')
  const columns = first.value.record.map((name) => name.trim())
  checkHeader(columns)
  return { columns, rows: rows(records, columns, first.value.info.lines) }
}

async function* rows(records: AsyncIterator<Parsed>, columns: readonly string[], headerLines: number) {
  let lines = headerLines
  for (;;) {
    const next = await explained(records.next(), lines + 1)
    if (next.done) return
    const { record, info } = next.value
    const line = firstLineOf(record, info.lines)
    lines = info.lines
    if (record.length !== columns.length) {
      throw malformed(line, `has ${record.length} cells, but the header has ${columns.length}`)
    }
    yield { line, values: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])) }
  }
}

/** The parser counts to a record's end, and cells may hold line breaks. */
function firstLineOf(record: readonly string[], lastLine: number): number {
  return lastLine - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
}

async function explained<Value>(next: Promise<Value>, line: number): Promise<Value> {
  try {
    return await next
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const at = (error as CsvError & { lines?: number }).lines ?? line
    switch (error.code) {
      case 'CSV_MAX_RECORD_SIZE':
        throw malformed(line, `is longer than ${rowCharactersMax} characters`)
      case 'CSV_QUOTE_NOT_CLOSED':
        throw malformed(line, 'opens a quote that is never closed')
      case 'CSV_INVALID_CLOSING_QUOTE':
        throw malformed(at, 'has text after a closing quote; write a quote inside a quoted cell twice')
      case 'INVALID_OPENING_QUOTE':
        throw malformed(at, 'has a quote in the middle of a cell; put the whole cell in quotes')
      default:
        throw malformed(at, 'is not CSV')
    }
  }
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
