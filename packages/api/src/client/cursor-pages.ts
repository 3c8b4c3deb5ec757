/**
 * Lists whose answer says where it goes on. The server's words are not taken for the end of the list as long as they
 * contradict the rows that came: then the list is incomplete, and that is an error.
 */
import type { Operation, Paging } from '../operation.ts'
import { apiError, type KunaiApiError } from './errors.ts'

/**
 * - `cursor`: `{ cursor: { name, offset, count }, results }`; the name stays the same while the offset advances.
 * - `board`: `{ data, metadata: { lastCursorId } }`.
 */
export type CursorPaging = Extract<Paging, 'cursor' | 'board'>

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
}

export async function* readCursorPages(
  paging: CursorPaging,
  { id: operationId }: Pick<Operation, 'id'>,
  input: Readonly<Record<string, unknown>>,
  pageSizeDefault: number,
  readPage: (input: Readonly<Record<string, unknown>>) => Promise<unknown>,
): AsyncGenerator<object, void, void> {
  const { field, read } = styles[paging]
  const pageSize = typeof input.pageSize === 'number' ? input.pageSize : pageSizeDefault
  const fromStart = input[field] === undefined
  let cursor = input[field]
  let position: Page['position']
  let seen = 0
  let sawFullPage = false
  for (;;) {
    const page = read(await readPage({ ...input, pageSize, ...(cursor !== undefined && { [field]: cursor }) }))
    if (page.rows.length > 0 && page.position !== undefined && page.position === position) {
      throw incomplete('cursor_did_not_advance', `a page did not go on from the one before (${field})`)
    }
    yield* page.rows
    seen += page.rows.length
    sawFullPage ||= page.rows.length >= pageSize
    // `count` is the number of all rows as far as anybody knows. A server with a smaller page of its own that counts
    // its page instead would end the list early, so a short page must come after a full one.
    const all = page.count !== undefined && seen >= page.count
    if (page.rows.length === 0 || (all && sawFullPage && page.rows.length < pageSize)) {
      if (fromStart && page.count !== undefined && seen < page.count) {
        throw incomplete('rows_missing', `${seen} of ${page.count} rows came`)
      }
      return
    }
    if (page.next === undefined) {
      if (all || page.rows.length < pageSize) return
      throw incomplete('cursor_missing', `a full page came without saying where it goes on (${field})`)
    }
    cursor = page.next
    position = page.position
  }

  function incomplete(code: string, what: string): KunaiApiError {
    const message = `${operationId} is incomplete: ${what}.`
    return apiError({ kind: 'incomplete', execution: 'unknown', code, message, operationId })
  }
}
