/** Data as people read it in a terminal. */

export type Cell = string | number | boolean | undefined | null

/** Columns under their names; nothing at all for no rows. */
export function table(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [names.map((name) => name.toUpperCase()), ...rows.map((row) => row.map(show))]
  const widths = names.map((_name, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return rows.length === 0 ? '' : lines.map((line) => pad(line, widths)).join('')
}

/** `name  value`, one a line. */
export function fields(values: Readonly<Record<string, Cell>>): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length))
  return Object.entries(values)
    .map(([name, value]) => pad([name, show(value)], [width]))
    .join('')
}

const pad = (cells: readonly string[], widths: readonly number[]) =>
  `${cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd()}\n`

const show = (value: Cell) => (value === undefined || value === null ? '-' : plain(String(value)))

/** What clients wrote into the tenant must not be able to move the reader's cursor, or reorder what is read. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')

/** Any value on one line, no longer than people read. */
export function brief(value: unknown, lengthMax = 60): string {
  const text = value === undefined ? '(nothing)' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`
}
