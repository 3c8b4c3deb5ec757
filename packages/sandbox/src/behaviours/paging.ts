/** Lists of rows that are already serialised: a bare array in ascending id (ninjaone-api §6). */
import { RawJson } from './behaviour.ts'

const open = Buffer.from('[')
const comma = Buffer.from(',')
const close = Buffer.from(']')

/** A JSON array of rows that are already serialised. */
export function concatenateRows(rows: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [open]
  for (const [index, row] of rows.entries()) {
    if (index > 0) parts.push(comma)
    parts.push(row)
  }
  parts.push(close)
  return Buffer.concat(parts)
}

interface Kept {
  readonly json: Buffer | string
  readonly goodUntilMs: number
}

/** The same of rows that each are good for a while: the list is good for as long as all of them. */
export function listOf(rows: readonly Kept[]): RawJson {
  const bytes = concatenateRows(rows.map(({ json }) => (typeof json === 'string' ? Buffer.from(json) : json)))
  return new RawJson(bytes, leastGood(rows))
}

export const leastGood = (rows: readonly Pick<Kept, 'goodUntilMs'>[]): number =>
  rows.reduce((least, { goodUntilMs }) => Math.min(least, goodUntilMs), Number.POSITIVE_INFINITY)
