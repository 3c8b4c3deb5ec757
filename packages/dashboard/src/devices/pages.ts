/** When a list that comes in pages is complete. A list that may lack rows never calls itself complete. */

export const pageSize = 1_000

interface Row {
  id: number
}

/** The `after` of the next page; undefined when the last page was short, which is how the vendor ends a list. */
export function nextAfter(page: Row[], after: number | undefined): number | undefined {
  if (page.length < pageSize) return undefined
  const last = page.at(-1)?.id
  if (last === undefined || (after !== undefined && last <= after)) {
    throw new Error('The list did not go on after the last row, so it may be incomplete.')
  }
  return last
}

/** Rows of all pages, each once: a row that moved while pages were read may come twice. */
export function joinPages<Item extends Row>(pages: Item[][]): Item[] {
  const rows = new Map<number, Item>()
  for (const page of pages) for (const row of page) rows.set(row.id, row)
  return [...rows.values()]
}
