/** Reports as text: a Markdown table that is aligned enough to be read in a terminal. */
import type { Summary } from './statistics.ts'
import type { TaskReport } from './task.ts'

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function renderReport(report: TaskReport): string {
  const targets = report.targets.map((target) => `- ${target}`)
  const notes = report.notes.map((note) => `- ${note}`)
  return [`#### ${report.title}`, '', renderTable(report.table), '', ...targets, ...notes].join('\n')
}

function renderTable({ head, rows }: Table): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** Whole numbers above a hundred, three figures below. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '–'
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

/** `median (min–max)`. */
export function spread({ median, min, max }: Summary): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`
}

/** A target that is reached from below. */
export function atLeast(what: string, value: Summary, target: number, unit = ''): string {
  const met = value.median >= target
  const verdict = met
    ? 'met'
    : `MISSED by ${figure(target - value.median)}${unit}, a factor of ${figure(target / value.median)}`
  return `Target ${what} ≥ ${figure(target)}${unit}: ${verdict} (${spread(value)}${unit}).`
}

/** A target that is reached from above. */
export function atMost(what: string, value: Summary, target: number, unit = ''): string {
  const verdict = value.median <= target ? 'met' : `MISSED by ${figure(value.median - target)}${unit}`
  return `Target ${what} ≤ ${figure(target)}${unit}: ${verdict} (${spread(value)}${unit}).`
}
