/**
 * LogicHub's forms (Devo SOAR): how its integrations are given rows and hand results back. In a pipe a row is wrapped
 * and a result is a marked line; by files a row is a line of a part file and a result is a line with what was logged
 * for it. Unlike the original, an error row keeps the identity of its row too.
 */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GatewayError } from '../call/index.ts'
import { type Input, readRows, type SourceRow } from './read/index.ts'

/** The column that says which row of the parent table a row is. */
const identity = 'lhub_id'

/** Lines of `{"row": {…}}`. */
export async function readPipeRows(stdin: AsyncIterable<Uint8Array>): Promise<Input> {
  const { rows } = await readRows(stdin, { format: 'jsonl' })
  return { columns: undefined, rows: unwrapped(rows) }
}

async function* unwrapped(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow> {
  for await (const { line, values } of rows) {
    const { row } = values
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new GatewayError('malformed_input', `Line ${line} is not {"row": {…}}.`)
    }
    yield { line, values: row as Record<string, unknown> }
  }
}

/** The first file that begins with `part`, as the original reads it; no folder and no file mean no rows. */
export async function readPartRows(folder: string): Promise<Input> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory()
  const name = isFolder
    ? readdirSync(folder)
        .sort()
        .find((one) => one.startsWith('part'))
    : undefined
  if (name === undefined) return { columns: undefined, rows: nothing() }
  return readRows(createReadStream(join(folder, name)), { format: 'jsonl' })
}

async function* nothing(): AsyncGenerator<SourceRow> {}

export interface LhubRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly output: readonly Readonly<Record<string, unknown>>[]
}

/** JSON texts of a row's results, one for each element of a list. */
function resultTexts({ row, output }: LhubRow): string[] {
  return output.map(({ has_error, error, result }) => {
    if (has_error) return JSON.stringify({ has_error, error, result: null, data: row })
    return isNoResults(result) ? JSON.stringify(result) : JSON.stringify({ has_error, error, result })
  })
}

const isNoResults = (result: unknown) =>
  typeof result === 'object' && result !== null && Object.keys(result).join() === 'noResults'

/** Lines for stdout. */
export function pipeLines(ended: LhubRow): string[] {
  const id = ended.row[identity]
  const meta = id === undefined || id === null ? '' : `[meta]{"original_lhub_id": ${JSON.stringify(id)}}[/meta]`
  return resultTexts(ended).map((text) => `[result]${meta} ${text}\n`)
}

/** Lines for the output file. What was logged since the result before goes with the next one. */
export function fileLines(ended: LhubRow): string[] {
  const { error } = ended.output[0] ?? {}
  return resultTexts(ended).map(
    (result, index) =>
      `${JSON.stringify({
        result,
        stdout: '',
        stderr: index === 0 && typeof error === 'string' ? error : '',
        original_lhub_id: ended.row[identity] ?? null,
      })}\n`,
  )
}

/** For stderr when the step as a whole cannot run. `inputId` names the field at fault where one is. */
export function stepFailure(message: string, inputId: string | null = null): string {
  return `${JSON.stringify({ errors: [{ message, inputId }], message })}\n`
}
