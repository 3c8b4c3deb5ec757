/**
 * What time and crashes do to jobs. Every row is accounted for: one that was on its way when a gateway died is what the
 * claim ledger says of it, and what was not claimed goes on, as long as that is still what people expect.
 */
import type { Outcome } from '../call/index.ts'
import type { JobRow, JobStepRow } from '../store/index.ts'
import { findJob, isoOf, type JobParts, wrongState } from './parts.ts'
import { finish, type Runner } from './runner.ts'
import { startApproved } from './start.ts'
import { settleRow } from './step.ts'

/** Milliseconds. A job that stood still for longer is not carried on by itself: nobody expects restarts now. */
const carriesOnWithin = 10 * 60_000
/** How long after its start an approved plan may still be resumed. */
const approvalLasts = 24 * 3_600_000
const draftsLast = 24 * 3_600_000

/** Rows that were on their way: what the ledger knows of their calls is what became of them. */
async function accountFor(parts: JobParts, job: JobRow): Promise<void> {
  for (const state of ['sent', 'awaiting_approval'] as const) {
    for (const step of await parts.journal.inState(job.id, state)) {
      const outcome = await outcomeOf(parts, step)
      if (outcome !== undefined) await settleRow(parts, job.id, step, state, outcome)
    }
  }
}

async function outcomeOf(parts: JobParts, step: JobStepRow): Promise<Outcome | undefined> {
  if (step.call_id === null) return undefined
  const dispatch = await parts.dispatches.find(step.call_id)
  if (dispatch?.state === 'sending') return undefined
  const outcome = await parts.corridor.outcomeOf(step.call_id)
  if (outcome !== undefined) return outcome
  const message = 'Nothing was written down of this call, so nobody can say what became of it.'
  return { status: 'unknown', callId: step.call_id, code: 'interrupted', message }
}

async function lookAt(parts: JobParts, runner: Runner, job: JobRow): Promise<void> {
  const { journal, clock } = parts
  if (job.state === 'waiting') {
    const started = await startApproved(parts, job)
    if (started !== undefined) void runner.run(started.id)
    return
  }
  if (job.state !== 'running' || runner.isRunning(job.id)) return
  const isOurs = job.instance_id === parts.instanceId
  if (!isOurs && job.instance_id !== null && (await parts.isInstanceAlive(job.instance_id))) return
  const now = clock.now()
  if (!isOurs && !(await journal.takeOver(job.id, job.instance_id, parts.instanceId, isoOf(now)))) return
  await accountFor(parts, job)
  const away = now - Date.parse(job.seen_at ?? job.created_at)
  if (!isOurs && away > carriesOnWithin) {
    const note = `The gateway was away for ${Math.round(away / 60_000)} minutes; look, then resume`
    await journal.moveJob(job.id, ['running'], { state: 'paused', note })
    return
  }
  const { rendered = 0 } = await journal.counts(job.id)
  if (rendered > 0) void runner.run(job.id)
  else await finish(parts, job.id)
}

/** One look at all open jobs; run at the start, after decisions, and every few seconds. */
export async function sweepJobs(parts: JobParts, runner: Runner): Promise<void> {
  await parts.journal.removeDrafts(isoOf(parts.clock.now() - draftsLast))
  for (const job of await parts.journal.findInState(['waiting', 'running'])) {
    await lookAt(parts, runner, job).catch((error) => parts.logFault(`batch ${job.id}`, error))
  }
}

export async function resumeJob(parts: JobParts, runner: Runner, jobId: string): Promise<JobRow> {
  const { journal, clock } = parts
  const job = await findJob(parts, jobId)
  if (job.state !== 'paused') throw wrongState(job, 'resumed')
  const now = clock.now()
  if (job.approval_id !== null && now - Date.parse(job.started_at ?? job.created_at) > approvalLasts) {
    throw wrongState(
      { ...job, note: 'what a person approved was meant for that day; start the rest as a batch of its own' },
      'resumed',
    )
  }
  await accountFor(parts, job)
  const changes = { state: 'running', instance_id: parts.instanceId, seen_at: isoOf(now), note: null } as const
  if (await journal.moveJob(job.id, ['paused'], changes)) {
    if (((await journal.counts(job.id)).rendered ?? 0) > 0) void runner.run(job.id)
    else await finish(parts, job.id)
  }
  return findJob(parts, jobId)
}

export async function pauseJob(parts: JobParts, jobId: string, by: string): Promise<JobRow> {
  const job = await findJob(parts, jobId)
  if (!(await parts.journal.moveJob(jobId, ['running'], { state: 'paused', note: `Paused by ${by}` }))) {
    throw wrongState(job, 'paused')
  }
  return findJob(parts, jobId)
}

export async function cancelJob(parts: JobParts, jobId: string, by: string): Promise<JobRow> {
  const { journal, approvals, clock } = parts
  const job = await findJob(parts, jobId)
  const moved = await journal.moveJob(jobId, ['draft', 'planned', 'waiting', 'running', 'paused'], {
    state: 'cancelled',
    note: `Cancelled by ${by}`,
    ended_at: isoOf(clock.now()),
  })
  if (!moved) throw wrongState(job, 'cancelled')
  // A question that no longer matters must not be answered with yes.
  if (job.state === 'waiting' && job.approval_id !== null) await approvals.decide(job.approval_id, { type: 'stale' })
  await journal.cancelRest(jobId)
  return findJob(parts, jobId)
}
