/**
 * Lists over several pages. A list is complete or it throws: a page that does not go on from the last one,
 * or that is out of order, would otherwise hide rows without a sign.
 */
import type { Operation, Paging } from '../operation.ts'
import { readCursorPages } from './cursor-pages.ts'
import { apiError, type KunaiApiError } from './errors.ts'

/** Clients in production use this size for every paged list (ninjaone-api §6). */
const pageSizeDefault = 1_000

type Row = { readonly id?: unknown }
type Input = Readonly<Record<string, unknown>>

interface Style {
  readonly cursor: string
  readonly rows: (output: unknown) => readonly Row[]
  /** True when `id` comes after `previous` in this list's order. */
  readonly follows: (id: number, previous: number) => boolean
}

/** The other kinds are read in `cursor-pages.ts`, or have no reader yet. */
const styles: Readonly<Partial<Record<Paging, Style>>> = {
  after: {
    cursor: 'after',
    rows: (output) => output as readonly Row[],
    follows: (id, previous) => id > previous,
  },
  activities: {
    cursor: 'olderThan',
    rows: (output) => (output as { activities: readonly Row[] }).activities,
    follows: (id, previous) => id < previous,
  },
}

export async function* readAllPages(
  operation: Operation,
  input: Input,
  readPage: (input: Input) => Promise<unknown>,
): AsyncGenerator<object, void, void> {
  const { paging } = operation
  if (paging === 'cursor' || paging === 'board') {
    yield* readCursorPages(paging, operation, input, pageSizeDefault, readPage)
    return
  }
  const style = styles[paging]
  if (style === undefined) throw new TypeError(`${operation.id} has no pages that can be read on`)
  const pageSize = typeof input.pageSize === 'number' ? input.pageSize : pageSizeDefault
  const start = input[style.cursor]
  const stopAt = typeof input.newerThan === 'number' ? input.newerThan : -Infinity
  let cursor = typeof start === 'number' ? start : undefined
  let sawFullPage = false
  for (;;) {
    const position = cursor === undefined ? {} : { [style.cursor]: cursor }
    const rows = style.rows(await readPage({ ...input, pageSize, ...position }))
    for (const row of rows) {
      const { id } = row
      if (typeof id !== 'number' || (cursor !== undefined && !style.follows(id, cursor))) throw stuck(operation, style)
      // The vendor's text does not say what both bounds together do; if the lower one is ignored, we end here.
      if (id <= stopAt) return
      cursor = id
      yield row
    }
    // A short page ends the list only once the server has shown that it serves pages of this size:
    // a server with a smaller limit of its own would make every page look like the last.
    if (rows.length === 0 || (rows.length < pageSize && sawFullPage)) return
    sawFullPage ||= rows.length >= pageSize
  }
}

function stuck({ id: operationId }: Operation, { cursor }: Style): KunaiApiError {
  return apiError({
    kind: 'incomplete',
    execution: 'unknown',
    code: 'cursor_did_not_advance',
    message: `${operationId} is incomplete: a page did not go on from the one before (${cursor}).`,
    operationId,
  })
}
