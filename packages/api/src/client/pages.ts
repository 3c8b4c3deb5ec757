/**
 * Lists over several pages, one reader per family of the vendor's (ninjaone-api §6). A list is complete or it throws:
 * a page that does not go on from the last one, or that is out of order, would otherwise hide rows without a sign.
 */
import type { z } from 'zod'
import type { Operation } from '../operation.ts'
import { type AfterOptions, readAfterPages } from './after-pages.ts'
import { readCursorPages } from './cursor-pages.ts'
import { readKeyedPages } from './keyed-pages.ts'
import type { PageReader } from './page.ts'

/** Clients in production use this size for every paged list (ninjaone-api §6). */
const pageSizeDefault = 1_000

export function readAllPages(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  readPage: PageReader,
  options: AfterOptions,
): AsyncGenerator<object, void, void> {
  const { paging } = operation
  const list = { operation, readPage, input: { ...input, pageSize: input.pageSize ?? usualPageSize(operation) } }
  switch (paging) {
    case 'after':
      return readAfterPages(list, options)
    case 'activities':
    case 'anchor':
    case 'anchorNaturalId':
      return readKeyedPages(paging, list)
    case 'cursor':
    case 'board':
    case 'cursorName':
      return readCursorPages(paging, list)
    case 'none':
      throw new TypeError(`${operation.id} has no pages that can be read on`)
    default: {
      const impossible: never = paging
      throw new TypeError(`unknown paging ${impossible}`)
    }
  }
}

/** The usual size, or the most that the operation takes. */
function usualPageSize({ input }: Operation): number {
  const schema = input.shape.pageSize as { unwrap?: () => z.ZodNumber } | undefined
  return Math.min(pageSizeDefault, schema?.unwrap?.().maxValue ?? pageSizeDefault)
}
