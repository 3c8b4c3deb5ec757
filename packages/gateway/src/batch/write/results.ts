/**
 * A step's end as output rows: `has_error, error, result` first, then every column of its row. A list becomes one row
 * for each element, all with the same columns; an empty one becomes one row that says so.
 */

/** A step as far as its output goes. */
export interface EndedRow {
  readonly seq: number
  readonly line: number
  readonly row: Readonly<Record<string, unknown>>
  readonly state: string
  readonly message: string | null
  readonly result: unknown
}

const ownColumns = ['has_error', 'error', 'result'] as const

/** A column of the input that is called like one of ours keeps its value under another name. */
const columnName = (name: string) => ((ownColumns as readonly string[]).includes(name) ? `input_${name}` : name)

export function outputRows(ended: EndedRow): Record<string, unknown>[] {
  const columns = Object.fromEntries(Object.entries(ended.row).map(([name, value]) => [columnName(name), value]))
  const isError = ended.state !== 'ok'
  const error = isError ? (ended.message ?? `The row is ${ended.state.replaceAll('_', ' ')}.`) : null
  const results =
    !isError && Array.isArray(ended.result)
      ? ended.result.length > 0
        ? ended.result
        : [{ noResults: 'no results returned' }]
      : [ended.result ?? null]
  return results.map((result) => ({ has_error: isError, error, result, ...columns }))
}

export const resultFormats = ['jsonl', 'csv', 'json'] as const
export type ResultFormat = (typeof resultFormats)[number]

type OutputRow = Readonly<Record<string, unknown>>

/**
 * Output rows as the text of a file, piece by piece.
 * @param read begins to read all rows in input order; CSV reads them twice, because its header has every column of
 *   every row, and rows are never held.
 */
export async function* resultText(format: ResultFormat, read: () => AsyncIterable<OutputRow>): AsyncGenerator<string> {
  if (format === 'csv') {
    const columns = new Set<string>(ownColumns)
    for await (const row of read()) for (const name of Object.keys(row)) columns.add(name)
    const names = [...columns]
    yield csvLine(names)
    for await (const row of read()) yield csvLine(names.map((name) => row[name]))
    return
  }
  const isArray = format === 'json'
  let isFirst = true
  if (isArray) yield '['
  for await (const row of read()) {
    yield isArray ? `${isFirst ? '\n' : ',\n'}${JSON.stringify(row)}` : `${JSON.stringify(row)}\n`
    isFirst = false
  }
  if (isArray) yield '\n]\n'
}

/** One line of CSV. Cells that a spreadsheet would run as a formula are made text. */
function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(text)
  // A spreadsheet strips blanks and control characters before it looks for the sign.
  const safe = !isNumber && /^[\s\p{Cc}]*[=+\-@|%＝＋－＠]/u.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
