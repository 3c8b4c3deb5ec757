/** Results of a batch as they leave the command line: in the order of the input when it stands still, or as rows end. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { type ResultFormat, resultText } from '../../batch/index.ts'
import type { BatchFlags } from './batch-flags.ts'
import { type BatchView, endedStates, followBatch } from './batch-progress.ts'
import { CliError } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'
import type { CliParts } from './parts.ts'

export interface RowView {
  readonly seq: number
  readonly line: number
  readonly state: string
  readonly row: Readonly<Record<string, unknown>>
  readonly output: readonly Readonly<Record<string, unknown>>[]
}

export interface ResultParts extends Pick<CliParts, 'stdout' | 'stderr' | 'environment'> {
  readonly client: () => GatewayClient
}

const pageRows = 200

async function readPage(
  client: GatewayClient,
  id: string,
  after: number,
): Promise<{ rows: RowView[]; next: number | null }> {
  const path = `/api/batches/${encodeURIComponent(id)}/rows?after=${after}&limit=${pageRows}`
  return (await client.request('GET', path)) as { rows: RowView[]; next: number | null }
}

/** Rows in input order, page by page. */
export async function* readRowViews(client: GatewayClient, id: string, first = 0): AsyncGenerator<RowView> {
  for (let after = first; ; ) {
    const { rows, next } = await readPage(client, id, after)
    yield* rows
    if (next === null) return
    after = next
  }
}

const formatOf = ({ out = '-', outFormat }: BatchFlags): ResultFormat =>
  outFormat ?? ({ '.csv': 'csv', '.json': 'json' } as const)[extname(out)] ?? 'jsonl'

/** Asked before anything is started. */
export function checkOrder(flags: BatchFlags): void {
  if (flags.order !== 'completion' || formatOf(flags) === 'jsonl') return
  throw new CliError('Results in the order of completion are JSON Lines: a header or an array needs all of them.')
}

interface Sink {
  write(text: string): Promise<void>
  close(): Promise<void>
}

function openSink({ stdout }: Pick<CliParts, 'stdout'>, { out = '-' }: BatchFlags): Sink {
  if (out === '-') return { write: async (text) => void stdout.write(text), close: async () => undefined }
  const file = createWriteStream(out)
  // What goes wrong with the file (no such folder, a disk that is full) is told once, where it is waited for.
  const failed = once(file, 'error').then(([error]) => {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(`Results cannot be written to ${out} (${code}). They are kept: kunai batch results ID -o FILE`)
  })
  failed.catch(() => undefined)
  return {
    async write(text) {
      if (!file.write(text)) await Promise.race([once(file, 'drain'), failed])
    },
    async close() {
      file.end()
      await Promise.race([once(file, 'close'), failed])
    },
  }
}

export async function writeResults(
  parts: ResultParts,
  { id }: Pick<BatchView, 'id'>,
  flags: BatchFlags,
): Promise<void> {
  const client = parts.client()
  const sink = openSink(parts, flags)
  async function* outputs() {
    for await (const { output } of readRowViews(client, id)) yield* output
  }
  for await (const text of resultText(formatOf(flags), outputs)) await sink.write(text)
  await sink.close()
}

/** Follows a batch until it stands still, and hands out its results on the way or then. */
export async function followToResults(
  parts: ResultParts,
  id: string,
  flags: BatchFlags,
  get: (id: string) => Promise<BatchView>,
): Promise<BatchView> {
  if (flags.order !== 'completion') {
    const ended = await followBatch(parts, id, get)
    await writeResults(parts, ended, flags)
    return ended
  }
  const client = parts.client()
  const sink = openSink(parts, flags)
  const write = async ({ output }: RowView) => {
    for (const row of output) await sink.write(`${JSON.stringify(row)}\n`)
  }
  /** Every row up to here is out; of later ones, those in `early`. */
  let low = 0
  const early = new Set<number>()
  async function look(): Promise<void> {
    for (;;) {
      const before = low
      const { rows, next } = await readPage(client, id, low)
      for (const row of rows) {
        if (early.has(row.seq) || !endedStates.has(row.state)) continue
        await write(row)
        early.add(row.seq)
      }
      while (early.delete(low + 1)) low++
      if (next === null || low === before) return
    }
  }
  const ended = await followBatch(parts, id, get, look)
  // Nothing is left out: what has not ended comes last, and says so.
  for await (const row of readRowViews(client, id, low)) if (!early.has(row.seq)) await write(row)
  await sink.close()
  return ended
}
