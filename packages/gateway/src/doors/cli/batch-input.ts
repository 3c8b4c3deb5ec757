/** Rows of a file or of stdin, sent to the gateway piece by piece; memory holds one piece. */
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { type Input, readFileRows, readRows, type SourceRow } from '../../batch/index.ts'
import type { BatchFlags, BatchRequest } from './batch-flags.ts'
import type { BatchView } from './batch-progress.ts'
import { CliError } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'

/** Of one request, and far below what the gateway takes: a piece on its way is all that memory holds of a file. */
const pieceCharactersMax = 60_000
const pieceRowsMax = 1000

export interface InputParts {
  readonly client: () => GatewayClient
  readonly stdin: AsyncIterable<Uint8Array>
}

export interface PlanFlags extends BatchFlags {
  readonly expectHash?: string | undefined
  readonly resumes?: string
}

/** Sends the rows of the input that the flags name, and has them planned. */
export async function sendBatch(parts: InputParts, request: BatchRequest, flags: PlanFlags): Promise<BatchView> {
  const { input: name = '-' } = flags
  if (name !== '-' && !existsSync(name)) throw new CliError(`There is no file ${name}.`)
  const input = await (name === '-' ? readRows(parts.stdin, flags) : readFileRows(name, flags))
  return sendRows(parts, request, { ...input, rows: chosen(input, flags) }, flags)
}

/**
 * By itself V8 lets a heap of thirty megabytes grow to two hundred before it clears away the rows that have left. A command
 * that only passes rows on has no use for that; it costs a few collections more.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=10')
  setFlagsFromString('--semi-space-growth-factor=1')
}

export async function sendRows(
  parts: Pick<InputParts, 'client'>,
  request: BatchRequest,
  input: Input,
  flags: PlanFlags,
): Promise<BatchView> {
  keepHeapSmall()
  const client = parts.client()
  const { columns } = input
  const { id } = (await client.request('POST', '/api/batches', {
    ...request,
    ...(columns && { columns }),
  })) as BatchView
  try {
    let after = 0
    let piece: SourceRow[] = []
    let characters = 0
    const send = async () => {
      if (piece.length === 0) return
      await client.request('POST', `/api/batches/${id}/rows`, { after, rows: piece })
      after += piece.length
      piece = []
      characters = 0
    }
    for await (const row of input.rows) {
      const size = JSON.stringify(row).length
      if (piece.length >= pieceRowsMax || characters + size > pieceCharactersMax) await send()
      piece.push(row)
      characters += size
    }
    await send()
    const { expectHash, resumes, onlyNew } = flags
    const demand = { expectHash, resumes, onlyNew }
    return (await client.request('POST', `/api/batches/${id}/plan`, demand)) as BatchView
  } catch (error) {
    // What cannot be planned is not left lying about; the first error is the one to be told.
    await client.request('POST', `/api/batches/${id}/cancel`, {}).catch(() => undefined)
    throw error
  }
}

async function* chosen(input: Input, { limit, sample }: BatchFlags): AsyncGenerator<SourceRow> {
  if (sample !== undefined) {
    yield* await evenly(input, sample)
    return
  }
  let count = 0
  for await (const row of input.rows) {
    if (limit !== undefined && count++ >= limit) return
    yield row
  }
}

/** Keeps every k-th row and doubles k when there are too many, so that the whole input is seen and few rows are held. */
async function evenly(input: Input, wanted: number): Promise<SourceRow[]> {
  let kept: SourceRow[] = []
  let every = 1
  let index = 0
  for await (const row of input.rows) {
    if (index++ % every !== 0) continue
    kept.push(row)
    if (kept.length < 2 * wanted) continue
    kept = kept.filter((_, at) => at % 2 === 0)
    every *= 2
  }
  const step = kept.length / wanted
  return step <= 1 ? kept : Array.from({ length: wanted }, (_, at) => kept[Math.floor(at * step)] as SourceRow)
}
