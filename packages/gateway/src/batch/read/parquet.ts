/** Parquet, a thousand rows at a time. It needs a file: its index stands at the end. */
import { GatewayError } from '../../call/index.ts'
import { type Input, rowCharactersMax, type SourceRow } from './input.ts'

const rowsAtOnce = 1000

export async function readParquet(path: string): Promise<Input> {
  // Loaded when a Parquet file comes, and not with every command.
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet')
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const count = Number(metadata.num_rows)
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name)
    async function* rows(): AsyncGenerator<SourceRow> {
      for (let start = 0; start < count; start += rowsAtOnce) {
        const rowEnd = Math.min(start + rowsAtOnce, count)
        const page = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd })
        for (const [at, row] of page.entries()) yield { line: start + at + 1, values: plainRow(row, start + at + 1) }
      }
    }
    return { columns, rows: rows() }
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw new GatewayError('malformed_input', 'The file is not a Parquet file that can be read.', { cause: error })
  }
}

/** Templates take plain data: dates become ISO 8601, large integers numbers where they fit. */
function plainRow(row: Readonly<Record<string, unknown>>, number: number): Record<string, unknown> {
  const text = JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? plainInteger(value) : value))
  if (text.length > rowCharactersMax) {
    throw new GatewayError('malformed_input', `Row ${number} is longer than ${rowCharactersMax} characters.`)
  }
  return JSON.parse(text) as Record<string, unknown>
}

const plainInteger = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))
