/** What the readers of pages share. */
import type { Operation } from '../operation.ts'
import { apiError, type KunaiApiError } from './errors.ts'

export interface Page {
  readonly output: unknown
  /** Where the answer says that the list goes on; only an envelope with `pageInfo` does. */
  readonly pageInfo: PageInfo | undefined
}

/** The seed's envelope, `{ results, pageInfo: { hasNextPage, endCursor } }`, and its one relative at the vendor's. */
export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | undefined
}

export interface PageRequest {
  /** Goes into the paging field as it is, past the operation's input: opaque, and from the server itself. */
  readonly cursor?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export type PageReader = (input: Readonly<Record<string, unknown>>, request?: PageRequest) => Promise<Page>

export interface List {
  readonly operation: Operation
  readonly input: Readonly<Record<string, unknown>> & { readonly pageSize: unknown }
  readonly readPage: PageReader
}

export function incomplete({ operation: { id: operationId } }: List, code: string, what: string): KunaiApiError {
  const message = `${operationId} is incomplete: ${what}.`
  return apiError({ kind: 'incomplete', execution: 'unknown', code, message, operationId })
}

export function didNotAdvance(list: List, field: string): KunaiApiError {
  return incomplete(list, 'cursor_did_not_advance', `a page did not go on from the one before (${field})`)
}

/**
 * Whether a page ends its list. A short page does so only once the server has shown that it serves pages of this size:
 * a server with a smaller limit of its own would make every page look like the last.
 */
export function endWatch(pageSize: unknown): (rows: number) => boolean {
  let sawFullPage = false
  return (rows) => {
    const isFull = rows >= (pageSize as number)
    if (isFull) sawFullPage = true
    return rows === 0 || (!isFull && sawFullPage)
  }
}
