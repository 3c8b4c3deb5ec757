/** Lists that continue with `after`: a bare array in ascending id (ninjaone-api §6). */

/** The first row whose id is larger than `after`; rows ascend by id. */
function firstAfter<Row>(rows: readonly Row[], idOf: (row: Row) => number, after: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row !== undefined && idOf(row) <= after) low = middle + 1
    else high = middle
  }
  return low
}

/** Without `pageSize` everything comes, which is how clients in production use it. */
export function pageAfter<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => number,
  { after, pageSize }: { after?: number | undefined; pageSize?: number | undefined },
  test: (row: Row) => boolean,
): Row[] {
  const page: Row[] = []
  const limit = pageSize ?? Number.POSITIVE_INFINITY
  for (let index = firstAfter(rows, idOf, after ?? 0); index < rows.length && page.length < limit; index++) {
    const row = rows[index]
    if (row !== undefined && test(row)) page.push(row)
  }
  return page
}

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
