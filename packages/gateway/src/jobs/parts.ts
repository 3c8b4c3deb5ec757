/** What jobs are made of, and the small functions that its files share. */
import type { Clock } from '@kunai/api/clock'
import type { Approvals, Dispatches, StepLedger } from '../approvals/index.ts'
import { type CompiledBatch, compileBatch, type RowCall } from '../batch/index.ts'
import { type Actor, type Call, type Connection, canonicalJson, GatewayError, sha256 } from '../call/index.ts'
import type { Corridor, StepCall } from '../corridor/index.ts'
import type { JobRow, JobStepRow } from '../store/index.ts'
import type { Journal } from './journal.ts'
import { BatchOptions } from './types.ts'

export interface JobParts {
  readonly journal: Journal
  readonly corridor: Pick<Corridor, 'judgeStep' | 'runStep' | 'readFor' | 'invoke' | 'outcomeOf'>
  readonly approvals: Approvals
  readonly dispatches: Dispatches
  readonly ledger: StepLedger
  readonly connections: readonly Connection[]
  readonly clock: Clock
  /** This process among all that share the store. */
  readonly instanceId: string
  readonly isInstanceAlive: (instanceId: string) => Promise<boolean>
  readonly logFault: (message: string, error: unknown) => void
}

export const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString()

export function optionsOf(job: JobRow): BatchOptions & { readonly endTime: string } {
  const options = BatchOptions.parse(JSON.parse(job.options))
  return { ...options, endTime: options.endTime ?? job.created_at }
}

export const actorOfJob = (job: JobRow) => JSON.parse(job.actor) as Actor

export function compiledOf(job: JobRow): CompiledBatch {
  const { lenient, endTime } = optionsOf(job)
  const template = JSON.parse(job.template) as Record<string, string>
  return compileBatch(job.action, template, { undefined: lenient ? 'lenient' : 'strict', endTime })
}

/** The same call has the same id however often its row is looked at: it can be sent once. */
function callIdOf(jobId: string, seq: number, part: number, attempt: number): string {
  return `call_${sha256(`${jobId} ${seq} ${part} ${attempt}`).slice(0, 32)}`
}

/** hash(row, template, action, connection), as far as all rows share it. */
export function keyMaker(job: JobRow): (row: Readonly<Record<string, unknown>>) => string {
  const shared = sha256(canonicalJson([job.action, JSON.parse(job.template), job.connection]))
  return (row) => sha256(`${shared} ${canonicalJson(row)}`)
}

/** A row's first call, with all that the plan covers of the row. */
export function firstCall(job: JobRow, step: JobStepRow): StepCall {
  const { operation, input, limit, second } = JSON.parse(step.call ?? 'null') as RowCall
  return { call: callOf(job, step, 0, operation, input), limit, follows: second }
}

/** The call that follows; undefined when the answer to the first lacks an id that it needs. */
export function secondCall(job: JobRow, step: JobStepRow): StepCall | undefined {
  const { second } = JSON.parse(step.call ?? 'null') as RowCall
  const answer = JSON.parse(step.result ?? 'null') as Record<string, unknown> | null
  if (second === undefined) return undefined
  const ids = Object.entries(second.ids).map(([field, from]) => [field, answer?.[from]] as const)
  if (ids.some(([, id]) => id === undefined || id === null)) return undefined
  return { call: callOf(job, step, 1, second.operation, { ...second.input, ...Object.fromEntries(ids) }) }
}

function callOf(job: JobRow, { seq, attempt }: JobStepRow, part: number, operation: string, input: unknown): Call {
  return {
    id: callIdOf(job.id, seq, part, attempt),
    operation,
    input,
    actor: actorOfJob(job),
    connection: job.connection,
    door: job.door as Call['door'],
    ...(job.reason !== null && { reason: job.reason }),
  }
}

export async function findJob(parts: Pick<JobParts, 'journal'>, id: string): Promise<JobRow> {
  const job = await parts.journal.findJob(id)
  if (job === undefined) throw new GatewayError('not_found', `There is no batch ${id}.`)
  return job
}

export function wrongState(job: JobRow, wanted: string): GatewayError {
  return new GatewayError(
    'wrong_state',
    `The batch is ${job.state}${job.note ? ` (${job.note})` : ''}; it cannot be ${wanted}.`,
  )
}
