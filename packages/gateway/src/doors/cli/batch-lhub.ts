/**
 * `kunai batch run ACTION --lhub`: a drop-in for the playbook step. Failing rows are results like any other and exit
 * with 0; only a step that cannot run at all exits with 1, saying why on stderr in the form that LogicHub reads.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { fileLines, pipeLines, readPartRows, readPipeRows, stepFailure } from '../../batch/index.ts'
import { GatewayError } from '../../call/index.ts'
import type { BatchCommandParts } from './batch-commands.ts'
import type { BatchFlags, BatchRequest } from './batch-flags.ts'
import { sendRows } from './batch-input.ts'
import { type BatchView, followBatch } from './batch-progress.ts'
import { readRowViews } from './batch-results.ts'
import { CliError, exitCodes } from './exit-codes.ts'

interface Routes {
  get(id: string): Promise<BatchView>
  post(id: string, what: string, body?: unknown): Promise<BatchView>
}

export async function runLhub(
  parts: BatchCommandParts,
  request: BatchRequest,
  flags: BatchFlags,
  { get, post }: Routes,
): Promise<number> {
  const folder = flags.lhubInput ?? parts.environment.KUNAI_LHUB_INPUT_FOLDER
  const file = flags.lhubOutput ?? parts.environment.KUNAI_LHUB_OUTPUT_FILE
  try {
    const input = await (folder ? readPartRows(folder) : readPipeRows(parts.stdin))
    if (file) writeFileSync(file, '')
    const planned = await sendRows(parts, request, input, flags).catch((error) => {
      if (error instanceof CliError && error.code === 'no_rows') return undefined
      throw error
    })
    // An empty parent table makes an empty one.
    if (planned === undefined) return exitCodes.ok
    // A stream runs the same step again and again, on purpose.
    const started = await post(planned.id, 'start', { again: true })
    if (started.state === 'waiting') parts.explain(`Waits for a person: ${started.approvalUrl}`)
    const ended = await followBatch(parts, planned.id, get)
    for await (const row of readRowViews(parts.client(), ended.id)) {
      for (const line of file ? fileLines(row) : pipeLines(row)) {
        if (file) appendFileSync(file, line)
        else parts.stdout.write(line)
      }
    }
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof CliError) && !(error instanceof GatewayError)) throw error
    parts.stderr.write(stepFailure(error.message))
    return exitCodes.failure
  }
}
