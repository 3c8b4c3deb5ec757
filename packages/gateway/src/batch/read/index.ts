/** Files and streams as rows with line numbers, read piece by piece. Malformed input ends the reading, with its line. */
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { GatewayError } from '../../call/index.ts'
import { readCsv } from './csv.ts'
import { decodeText, type Encoding } from './decode.ts'
import type { Input } from './input.ts'
import { readJsonArray, readJsonLines } from './json.ts'
import { readParquet } from './parquet.ts'

export { type Encoding, encodings } from './decode.ts'
export { type Input, rowCharactersMax, type SourceRow } from './input.ts'

export const inputFormats = ['csv', 'jsonl', 'json', 'parquet'] as const
export type InputFormat = (typeof inputFormats)[number]

export interface ReadOptions {
  readonly format?: InputFormat | undefined
  readonly encoding?: Encoding | undefined
  /** Of CSV; found from the header when absent. */
  readonly delimiter?: string | undefined
}

const byEnding: Readonly<Record<string, InputFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.parquet': 'parquet',
}

/** What a file's name says of its format. */
export const formatOf = (name: string): InputFormat | undefined => byEnding[extname(name).toLowerCase()]

/** @param path file, whose ending tells the format unless the options do. */
export function readFileRows(path: string, options: ReadOptions = {}): Promise<Input> {
  const format = options.format ?? formatOf(path)
  if (format === 'parquet') return readParquet(path)
  return readRows(createReadStream(path), { ...options, format })
}

/** Without a format the first character tells: `[` is a JSON array, `{` JSON Lines, anything else CSV. */
export async function readRows(source: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<Input> {
  const pieces = decodeText(source, options.encoding)
  let head = ''
  let ended = false
  while (head.trim() === '' && !ended) {
    const next = await pieces.next()
    ended = next.done === true
    head += next.value ?? ''
  }
  async function* text() {
    yield head
    if (!ended) yield* pieces
  }
  const first = head.trimStart()[0]
  const format = options.format ?? (first === '[' ? 'json' : first === '{' ? 'jsonl' : 'csv')
  switch (format) {
    case 'csv':
      return readCsv(text(), options.delimiter)
    case 'jsonl':
      return readJsonLines(text())
    case 'json':
      return readJsonArray(text())
    case 'parquet':
      throw new GatewayError('malformed_input', 'Parquet is read from a file, not from a stream.')
    default: {
      const impossible: never = format
      throw new TypeError(`unknown format ${impossible}`)
    }
  }
}
