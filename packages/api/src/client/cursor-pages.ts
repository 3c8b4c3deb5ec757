/**
 * Lists whose answer says where it goes on. The server's words are not taken for the end of the list as long as they
 * contradict the rows that came: then the list is incomplete, and that is an error.
 */
import type { Paging } from '../operation.ts'
import { didNotAdvance, incomplete, type List } from './page.ts'

/**
 * - `cursor`: `{ cursor: { name, offset, count }, results }`; the name stays the same while the offset advances.
 * - `board`: `{ data, metadata: { lastCursorId } }`.
 * - `cursorName`: `{ page, count, results }`; where the next one stands is unverified, so each likely place is read.
 */
export type CursorPaging = Extract<Paging, 'cursor' | 'board' | 'cursorName'>

interface Page {
  readonly rows: readonly object[]
  /** What the next request carries; undefined when the answer names nothing. */
  readonly next: string | number | undefined
  /** Where this page stands. Two pages in the same place would be the same page. */
  readonly position: string | number | undefined
  /** Rows of the whole list, if the server tells. */
  readonly count: number | undefined
}

interface Style {
  readonly field: string
  readonly read: (output: unknown) => Page
}

const styles: Readonly<Record<CursorPaging, Style>> = {
  cursor: {
    field: 'cursor',
    read: (output) => {
      const { cursor, results } = output as {
        cursor?: { name?: string; offset?: number; count?: number } | null
        results: readonly object[]
      }
      return { rows: results, next: cursor?.name, position: cursor?.offset, count: cursor?.count }
    },
  },
  board: {
    field: 'lastCursorId',
    read: (output) => {
      const { data, metadata } = output as {
        data: readonly object[]
        metadata?: { lastCursorId?: number | string | null } | null
      }
      const next = metadata?.lastCursorId ?? undefined
      return { rows: data, next, position: next, count: undefined }
    },
  },
  cursorName: {
    field: 'cursorName',
    read: (output) => {
      const { results, page, count, cursorName, nextCursorName, cursor } = output as {
        results: readonly object[]
        [name: string]: unknown
      }
      const named = [cursorName, nextCursorName, (cursor as { name?: unknown } | undefined)?.name, cursor]
      const next = named.find((name): name is string => typeof name === 'string' && name !== '')
      const position = typeof page === 'number' ? page : next
      return { rows: results, next, position, count: typeof count === 'number' ? count : undefined }
    },
  },
}

export async function* readCursorPages(paging: CursorPaging, list: List): AsyncGenerator<object, void, void> {
  const { field, read } = styles[paging]
  const { input, readPage } = list
  const pageSize = input.pageSize as number
  const fromStart = input[field] === undefined
  let cursor = input[field]
  let position: Page['position']
  let seen = 0
  let sawFullPage = false
  for (;;) {
    const { output } = await readPage({ ...input, ...(cursor !== undefined && { [field]: cursor }) })
    const page = read(output)
    if (page.rows.length > 0 && page.position !== undefined && page.position === position) {
      throw didNotAdvance(list, field)
    }
    yield* page.rows
    seen += page.rows.length
    sawFullPage ||= page.rows.length >= pageSize
    // `count` is the number of all rows as far as anybody knows. A server with a smaller page of its own that counts
    // its page instead would end the list early, so a short page must come after a full one.
    const all = page.count !== undefined && seen >= page.count
    const isShort = page.rows.length < pageSize
    const isEnd = page.rows.length === 0 || (all && sawFullPage && isShort) || (page.next === undefined && isShort)
    if (isEnd && fromStart && page.count !== undefined && seen < page.count) {
      throw incomplete(list, 'rows_missing', `${seen} of ${page.count} rows came`)
    }
    if (isEnd) return
    if (page.next === undefined) {
      if (all) return
      throw incomplete(list, 'cursor_missing', `a full page came without saying where it goes on (${field})`)
    }
    cursor = page.next
    position = page.position
  }
}
