/** Questions and commands about batches. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../api/http.ts'
import type {
  Batch,
  BatchAction,
  BatchRow,
  BatchState,
  BatchSummary,
  Counts,
  FileRows,
  InputRow,
  InspectedRow,
  RowState,
} from './contract.ts'

/** While rows are on their way the gateway is asked again after so many milliseconds; otherwise not at all. */
const listEveryMs = 2_000
const batchEveryMs = 1_000
const moves = (state: BatchState | undefined) => state === 'running' || state === 'waiting'

export const batchesQuery = queryOptions({
  queryKey: ['batches'],
  queryFn: async ({ signal }) => (await request<{ batches: BatchSummary[] }>('/api/batches', { signal })).batches,
  refetchInterval: ({ state: { data } }) => (data?.some(({ state }) => moves(state)) ? listEveryMs : false),
})

const path = (id: string, rest = '') => `/api/batches/${encodeURIComponent(id)}${rest}`

export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => request<Batch>(path(id), { signal }),
    refetchInterval: ({ state: { data } }) => (moves(data?.state) ? batchEveryMs : false),
  })

const rowsPageSize = 25

/** @param counts of the batch: rows are read again when these move. */
export const rowsQuery = (id: string, state: RowState | undefined, after: number, counts: Counts) =>
  queryOptions({
    queryKey: ['batch-rows', id, state ?? '', after, JSON.stringify(counts)],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ after: String(after), limit: String(rowsPageSize) })
      if (state !== undefined) asked.set('state', state)
      return request<{ rows: BatchRow[]; next: number | null }>(path(id, `/rows?${asked}`), { signal })
    },
    // Another tab or page is never shown under the wrong heading; the same one stays while it is read again.
    placeholderData: (before, query) =>
      query?.queryKey[2] === (state ?? '') && query.queryKey[3] === after ? before : undefined,
    gcTime: 10_000,
  })

export const actionsQuery = queryOptions({
  queryKey: ['batch-actions'],
  queryFn: async ({ signal }) => (await request<{ actions: BatchAction[] }>('/api/batch-actions', { signal })).actions,
  staleTime: Number.POSITIVE_INFINITY,
})

export interface RenderRequest {
  action: string
  template: Record<string, string>
  row: Record<string, unknown>
}

export const renderQuery = (body: RenderRequest) =>
  queryOptions({
    queryKey: ['batch-render', body],
    queryFn: ({ signal }) => request<InspectedRow>('/api/batches/render', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })

export const resultsHref = (id: string, format: 'csv' | 'jsonl') => path(id, `/results?format=${format}`)

/** The gateway says so too; here it is said before megabytes are on their way. */
const fileBytesMax = 4 * 1024 * 1024

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export async function readRows(file: File, encoding: Encoding | undefined): Promise<FileRows> {
  if (file.size > fileBytesMax) {
    throw new RangeError(
      `${file.name} is larger than 4 MB. The command line takes it: kunai batch preview ACTION -i ${file.name}`,
    )
  }
  const content = toBase64(new Uint8Array(await file.arrayBuffer()))
  return request<FileRows>('/api/batches/read', { method: 'POST', body: { name: file.name, content, encoding } })
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // Arguments of one call are limited, so the bytes go piece by piece.
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(binary)
}

export interface BatchRequest {
  action: string
  template: Record<string, string>
  connection?: string | undefined
  options: Record<string, unknown>
  columns?: string[] | undefined
  reason?: string | undefined
}

/** Below the gateway's limit for one request. */
const pieceCharactersMax = 400_000
const pieceRowsMax = 1_000

function* pieces(rows: InputRow[]): Generator<InputRow[]> {
  let piece: InputRow[] = []
  let characters = 0
  for (const row of rows) {
    const size = JSON.stringify(row).length
    if (piece.length >= pieceRowsMax || (piece.length > 0 && characters + size > pieceCharactersMax)) {
      yield piece
      piece = []
      characters = 0
    }
    piece.push(row)
    characters += size
  }
  if (piece.length > 0) yield piece
}

/** Creates the batch, sends its rows and has every one of them judged. Nothing reaches NinjaOne but questions. */
export async function planBatch(asked: BatchRequest, rows: InputRow[]): Promise<Batch> {
  const { id } = await request<Batch>('/api/batches', { method: 'POST', body: asked })
  try {
    let after = 0
    for (const piece of pieces(rows)) {
      await request(path(id, '/rows'), { method: 'POST', body: { after, rows: piece } })
      after += piece.length
    }
    return await request<Batch>(path(id, '/plan'), { method: 'POST', body: {} })
  } catch (error) {
    await request(path(id, '/cancel'), { method: 'POST', body: {} }).catch(() => undefined)
    throw error
  }
}

export type Command = 'start' | 'pause' | 'resume' | 'cancel' | 'retry'

/** Whatever the answer, the batch is read again: a refusal means that what is shown is old. */
export function useCommand(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ command, again }: { command: Command; again?: boolean }) =>
      request<Batch>(path(id, `/${command}`), { method: 'POST', body: again ? { again } : {} }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['batch', id] })
      void client.invalidateQueries({ queryKey: ['batches'] })
      void client.invalidateQueries({ queryKey: ['approvals'] })
    },
  })
}
