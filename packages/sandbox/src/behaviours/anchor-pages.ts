/** The families that continue after an anchor: a bare array, ascending; the anchor is the last id seen (ninjaone-api §6). */
export function pageAfterAnchor<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => number,
  anchor: number | undefined,
  pageSize: number,
): Row[] {
  return rows
    .filter((row) => anchor === undefined || idOf(row) > anchor)
    .toSorted((one, other) => idOf(one) - idOf(other))
    .slice(0, pageSize)
}
