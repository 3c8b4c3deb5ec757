/** Lists that go on from the last row's own number, in whatever order the server keeps. */
import type { Paging } from '../operation.ts'
import { didNotAdvance, endWatch, type List } from './page.ts'

/**
 * - `activities`: `{ activities }`, newest first, on from `olderThan` down to `newerThan`.
 * - `anchor`: bare array; the order of a ticket's log is not documented, so only a repeated id is an error.
 * - `anchorNaturalId`: bare array of people, keyed by a number written as text.
 */
export type KeyedPaging = Extract<Paging, 'activities' | 'anchor' | 'anchorNaturalId'>

type Row = Readonly<Record<string, unknown>>

interface Style {
  readonly field: string
  readonly key: string
  readonly rows: (output: unknown) => readonly Row[]
  /** True when `id` comes after `previous` in this list's order; absent where the order is not known. */
  readonly follows?: (id: number, previous: number) => boolean
}

const bareArray = (output: unknown) => output as readonly Row[]

const styles: Readonly<Record<KeyedPaging, Style>> = {
  activities: {
    field: 'olderThan',
    key: 'id',
    rows: (output) => (output as { activities: readonly Row[] }).activities,
    follows: (id, previous) => id < previous,
  },
  anchor: { field: 'anchorId', key: 'id', rows: bareArray },
  anchorNaturalId: { field: 'anchorNaturalId', key: 'naturalId', rows: bareArray },
}

export async function* readKeyedPages(paging: KeyedPaging, list: List): AsyncGenerator<object, void, void> {
  const { field, key, rows: rowsOf, follows } = styles[paging]
  const { input, readPage } = list
  const isLast = endWatch(input.pageSize)
  const stopAt = typeof input.newerThan === 'number' ? input.newerThan : Number.NEGATIVE_INFINITY
  const seen = new Set<number>()
  let cursor = typeof input[field] === 'number' ? input[field] : undefined
  for (;;) {
    const { output } = await readPage({ ...input, ...(cursor !== undefined && { [field]: cursor }) })
    const rows = rowsOf(output)
    for (const row of rows) {
      const id = Number(row[key] ?? Number.NaN)
      const goesOn = follows ? cursor === undefined || follows(id, cursor) : !seen.has(id)
      if (Number.isNaN(id) || !goesOn) throw didNotAdvance(list, field)
      // The vendor's text does not say what both bounds together do; if the lower one is ignored, we end here.
      if (id <= stopAt) return
      if (!follows) seen.add(id)
      cursor = id
      yield row
    }
    if (isLast(rows.length)) return
  }
}
