/** Lists of rows that are already serialised: a bare array in ascending id (ninjaone-api §6). */

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
