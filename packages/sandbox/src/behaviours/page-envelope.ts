/** The `cursorName` family: `{ page, pageSize, count, results }` (ninjaone-api §6). */
import type { Refusal } from '../server/answer.ts'

/**
 * Where the answer names the next cursor is unverified. Here it stands beside the page as `cursorName`, and is absent on
 * the last page, so that a client knows where the list ends.
 */
export function pageInEnvelope<Row>(
  rows: readonly Row[],
  { cursorName, pageSize = 50 }: { readonly cursorName?: string | undefined; readonly pageSize?: number | undefined },
  refuse: (resultCode: string, errorMessage: string) => Refusal,
) {
  const page = cursorName === undefined ? 1 : Number(/^page-([1-9]\d{0,6})$/.exec(cursorName)?.[1])
  if (!Number.isInteger(page)) throw refuse('invalid_cursor_name', `cursorName: ${cursorName} is unknown`)
  const start = (page - 1) * pageSize
  const isLast = start + pageSize >= rows.length
  return {
    page,
    pageSize,
    count: rows.length,
    results: rows.slice(start, start + pageSize),
    ...(!isLast && { cursorName: `page-${page + 1}` }),
  }
}
