/**
 * Jobs: plans made, approved and carried out row by row, and every row accounted for. What a row may do is the
 * corridor's to say; who may start, pause or cancel one is the actions'.
 */
import { outputRows } from '../batch/index.ts'
import type { Actor, Door } from '../call/index.ts'
import type { JobRow, JobStepRow, StepState } from '../store/index.ts'
import { addRows, type BatchRequest, createDraft, type InputRow } from './draft.ts'
import type { Counts } from './journal.ts'
import { compiledOf, findJob, type JobParts } from './parts.ts'
import { type PlanDemand, planJob } from './plan.ts'
import { retryJob } from './retry.ts'
import { createRunner } from './runner.ts'
import { type StartDemand, startJob } from './start.ts'
import { cancelJob, pauseJob, resumeJob, sweepJobs } from './sweep.ts'

export type { JobRow, JobStepRow, StepState } from '../store/index.ts'
export { stepStates } from '../store/index.ts'
export type { BatchRequest, InputRow } from './draft.ts'
export { type Counts, createJournal } from './journal.ts'
export type { JobParts } from './parts.ts'
export type { PlanDemand } from './plan.ts'
export type { StartDemand } from './start.ts'
export { BatchOptions, type PlanSummary } from './types.ts'

/** Whoever asks, and through which door. */
export interface Asker {
  readonly actor: Actor
  readonly door: Door
}

export interface Jobs {
  create(request: BatchRequest): Promise<JobRow>
  addRows(jobId: string, after: number, rows: readonly InputRow[]): Promise<{ rows: number }>
  plan(jobId: string, demand?: PlanDemand): Promise<JobRow>
  start(jobId: string, demand?: StartDemand): Promise<JobRow>
  pause(jobId: string, by: string): Promise<JobRow>
  resume(jobId: string): Promise<JobRow>
  cancel(jobId: string, by: string): Promise<JobRow>
  /** Plans what failed as a batch of its own. */
  retry(jobId: string, asker: Asker): Promise<JobRow>
  find(jobId: string): Promise<JobRow>
  list(limit: number): Promise<JobRow[]>
  counts(jobId: string): Promise<Counts>
  /** Rows in input order, after `seq`. */
  rows(jobId: string, after: number, limit: number, state?: StepState): Promise<JobStepRow[]>
  /** One look at what is open: approvals that were decided, gateways that died. */
  sweep(): Promise<void>
  /** Resolves when the job stands still; for tests. */
  settled(jobId: string): Promise<void>
  close(): Promise<void>
}

export function createJobs(parts: JobParts): Jobs {
  const runner = createRunner(parts)
  return {
    create: (request) => createDraft(parts, request),
    addRows: (jobId, after, rows) => addRows(parts, jobId, after, rows),
    plan: (jobId, demand) => planJob(parts, jobId, demand),
    async start(jobId, demand) {
      const job = await startJob(parts, jobId, demand)
      if (job.state === 'running') void runner.run(job.id)
      return job
    },
    pause: (jobId, by) => pauseJob(parts, jobId, by),
    resume: (jobId) => resumeJob(parts, runner, jobId),
    cancel: (jobId, by) => cancelJob(parts, jobId, by),
    retry: (jobId, asker) => retryJob(parts, jobId, asker),
    find: (jobId) => findJob(parts, jobId),
    list: (limit) => parts.journal.listJobs(limit),
    counts: (jobId) => parts.journal.counts(jobId),
    rows: (jobId, after, limit, state) => parts.journal.page(jobId, after, limit, state),
    sweep: () => sweepJobs(parts, runner),
    settled: (jobId) => (runner.isRunning(jobId) ? runner.run(jobId) : Promise.resolve()),
    close: () => runner.close(),
  }
}

export interface ShownRow {
  /** As it came, but for what must not be shown. */
  readonly row: Readonly<Record<string, unknown>>
  /** Its end, as rows of the output. */
  readonly output: readonly Readonly<Record<string, unknown>>[]
}

/** How rows of a job are shown and handed back: what its calls hide from people is hidden in its rows too. */
export function showRows(job: JobRow): (step: JobStepRow) => ShownRow {
  const { secretNames } = compiledOf(job)
  const notSent = `Not sent: the batch is ${job.state}${job.note ? ` (${job.note})` : ''}.`
  return ({ seq, line, source, state, message: said, result }) => {
    const message = said ?? (state === 'rendered' || state === 'pending' ? notSent : null)
    const row = Object.fromEntries(
      Object.entries(JSON.parse(source) as Record<string, unknown>).map(([name, value]) =>
        secretNames.has(name) ? [name, `[hidden: ${[...String(value)].length} characters]`] : [name, value],
      ),
    )
    return { row, output: outputRows({ seq, line, row, state, message, result: JSON.parse(result ?? 'null') }) }
  }
}
