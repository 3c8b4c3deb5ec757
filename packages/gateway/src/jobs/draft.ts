/** How a batch begins: its templates, then its rows, rendered and parsed as they come. Nothing is looked up or sent. */
import { checkColumns, type RowCall, rowCharactersMax } from '../batch/index.ts'
import { type Actor, type Door, GatewayError, newId, storableText } from '../call/index.ts'
import type { JobRow } from '../store/index.ts'
import type { NewStep } from './journal.ts'
import { compiledOf, findJob, isoOf, type JobParts, keyMaker, wrongState } from './parts.ts'
import type { BatchOptions } from './types.ts'

export interface BatchRequest {
  readonly action: string
  /** Field → template. */
  readonly template: Readonly<Record<string, string>>
  readonly connection: string
  readonly options: BatchOptions
  /** Of the input's header; absent where each row brings its own names. */
  readonly columns?: readonly string[] | undefined
  readonly reason?: string | undefined
  readonly actor: Actor
  readonly door: Door
}

export interface InputRow {
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

/** More rows than this are several batches: a person approves what a person can grasp. */
const rowsMax = 1_000_000

/** @throws GatewayError for whatever is wrong with the batch as a whole. */
export async function createDraft(parts: JobParts, request: BatchRequest): Promise<JobRow> {
  if (!parts.connections.some(({ name }) => name === request.connection)) {
    throw new GatewayError('unknown_connection', `There is no connection "${request.connection}".`)
  }
  const now = isoOf(parts.clock.now())
  const job: JobRow = {
    id: newId('job'),
    call_id: newId('call'),
    state: 'draft',
    action: request.action,
    operation: '',
    connection: request.connection,
    actor: JSON.stringify(request.actor),
    door: request.door,
    reason: request.reason === undefined ? null : storableText(request.reason),
    template: JSON.stringify(request.template),
    options: JSON.stringify({ ...request.options, endTime: request.options.endTime ?? now }),
    columns: request.columns === undefined ? null : JSON.stringify(request.columns),
    row_count: 0,
    input_hash: null,
    plan_hash: null,
    plan: null,
    approval_id: null,
    instance_id: null,
    note: null,
    created_at: now,
    started_at: null,
    seen_at: null,
    ended_at: null,
  }
  const compiled = compiledOf(job)
  if (request.columns !== undefined) checkColumns(compiled, request.columns)
  const options = { ...JSON.parse(job.options), intervalMs: request.options.intervalMs ?? compiled.intervalMs }
  const whole: JobRow = {
    ...job,
    action: compiled.action.name,
    operation: compiled.action.operation.id,
    options: JSON.stringify(options),
  }
  await parts.journal.insertJob(whole)
  return whole
}

/** @param after how many rows the sender knows to be there already; what it sends again is refused. */
export async function addRows(
  parts: JobParts,
  jobId: string,
  after: number,
  rows: readonly InputRow[],
): Promise<{ rows: number }> {
  const job = await findJob(parts, jobId)
  if (job.state !== 'draft') throw wrongState(job, 'given more rows')
  if (after !== job.row_count) {
    throw new GatewayError('wrong_state', `The batch has ${job.row_count} rows, not ${after}.`)
  }
  if (job.row_count + rows.length > rowsMax) {
    throw new GatewayError('too_large', `A batch has at most ${rowsMax} rows. Divide the input.`)
  }
  const compiled = compiledOf(job)
  const key = keyMaker(job)
  const steps = rows.map(({ line, values }, index): NewStep => {
    const source = JSON.stringify(values)
    if (source.length > 2 * rowCharactersMax) throw new GatewayError('too_large', `Line ${line} is too long.`)
    const rendered = compiled.render(values)
    const call: RowCall | undefined = rendered.ok ? rendered.call : undefined
    return {
      seq: job.row_count + index + 1,
      line,
      state: rendered.ok ? 'pending' : 'failed',
      key: key(values),
      source,
      call: call === undefined ? null : JSON.stringify(call),
      code: rendered.ok ? null : rendered.code,
      message: rendered.ok ? null : storableText(rendered.message),
    }
  })
  if (!(await parts.journal.insertSteps(job, steps))) throw wrongState(await findJob(parts, jobId), 'given more rows')
  return { rows: job.row_count + rows.length }
}
