/**
 * From a plan to a job that runs: at once where policy lets every row through, otherwise when a person has approved
 * the plan. The approval's digest covers the plan's hash, its counts and everything that the person is shown.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Risk } from '@kunai/api/operation'
import { type ApprovalRow, gatewayActor } from '../approvals/index.ts'
import { type Call, GatewayError, type Proposal, planOperation } from '../call/index.ts'
import type { JobRow } from '../store/index.ts'
import { actorOfJob, findJob, isoOf, type JobParts, optionsOf, wrongState } from './parts.ts'
import { planHashOf } from './plan.ts'
import type { PlanSummary } from './types.ts'

/** One page per row is more than anybody reads: above this, a batch is approved as a whole. */
const rowApprovalsMax = 100
/** Milliseconds in which the same input is taken for started twice by mistake. */
const mistakeWithin = 7 * 86_400_000

const summaries = new Map(catalogue.map(({ id, summary }) => [id, summary]))

export interface StartDemand {
  /** Runs the same input once more, on purpose. */
  readonly again?: boolean | undefined
}

/** How many failures stop the job; undefined: none does. */
export function errorsAllowed(job: JobRow): number | undefined {
  const { maxErrors } = optionsOf(job)
  if (typeof maxErrors === 'string') return Math.floor((job.row_count * Number.parseFloat(maxErrors)) / 100)
  return maxErrors
}

/** @returns the job: `waiting` for a person, `running`, or `done` when no row can be sent. */
export async function startJob(parts: JobParts, jobId: string, demand: StartDemand = {}): Promise<JobRow> {
  const { journal, clock } = parts
  const job = await findJob(parts, jobId)
  if (job.state !== 'planned') throw wrongState(job, 'started')
  const plan = JSON.parse(job.plan ?? 'null') as PlanSummary
  const options = optionsOf(job)
  if (!demand.again && plan.willSend > 0 && plan.risk !== 'read') {
    const since = isoOf(clock.now() - mistakeWithin)
    const before = await journal.startedBefore(job.input_hash ?? '', job.id, since)
    if (before !== undefined) {
      throw new GatewayError(
        'already_started',
        `The same rows were started before, as ${before.id} (${before.state}). To carry them out once more: --again`,
      )
    }
  }
  const allowed = errorsAllowed(job)
  const bad = plan.invalid + plan.refused
  if (allowed !== undefined && bad > allowed) {
    throw new GatewayError(
      'too_many_errors',
      `${bad} rows cannot be sent, and at most ${allowed} may fail. Nothing was sent.`,
    )
  }
  const now = isoOf(clock.now())
  if (plan.willSend === 0) {
    await journal.moveJob(job.id, ['planned'], {
      state: 'done',
      started_at: now,
      ended_at: now,
      note: 'No row could be sent.',
    })
    return findJob(parts, job.id)
  }
  const byRow = options.approveAs === 'row'
  if (byRow && plan.asks > rowApprovalsMax) {
    throw new GatewayError(
      'too_large',
      `At most ${rowApprovalsMax} rows can be approved one by one; approve them as one batch.`,
    )
  }
  if ((plan.asks > 0 && !byRow) || options.alwaysAsk === true) {
    const approval = await ask(parts, job, plan)
    await journal.moveJob(job.id, ['planned'], { state: 'waiting', approval_id: approval.id })
  } else {
    await journal.moveJob(job.id, ['planned'], {
      state: 'running',
      instance_id: parts.instanceId,
      started_at: now,
      seen_at: now,
    })
  }
  return findJob(parts, job.id)
}

async function ask(parts: JobParts, job: JobRow, plan: PlanSummary): Promise<ApprovalRow> {
  const operation = catalogue.find(({ id }) => id === job.operation)
  const { targets, first, devices, ...counts } = plan
  const proposal: Proposal = {
    connection: job.connection,
    actor: actorOfJob(job),
    operation: planOperation,
    risk: plan.risk as Risk,
    targets,
    input: {
      batch: job.id,
      plan: job.plan_hash,
      action: job.action,
      operation: job.operation,
      options: optionsOf(job),
      template: JSON.parse(job.template),
      ...counts,
      devices,
    },
    // Rows beyond these are in the plan, one by one; its hash covers every one of them.
    request: {
      method: operation?.http.method ?? 'POST',
      path: operation?.http.path ?? '',
      query: {},
      body: { rows: plan.willSend, first: first.map(({ line, request }) => ({ line, ...request })) },
    },
    policyVersion: plan.policyVersion ?? '',
  }
  const call: Call = {
    id: job.call_id,
    operation: planOperation,
    input: proposal.input,
    actor: proposal.actor,
    connection: job.connection,
    door: job.door as Call['door'],
    ...(job.reason !== null && { reason: job.reason }),
  }
  return parts.approvals.ask(call, proposal, plan.rule ?? 'a batch of this door always asks', titleOf(job, plan))
}

/** "Restart a device: 40 rows, 38 devices (2 servers, 1 offline), 3 clients". */
function titleOf(job: JobRow, { willSend, devices }: PlanSummary): string {
  const some = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
  const notes = [
    devices.servers > 0 ? some(devices.servers, 'server') : '',
    devices.offline > 0 ? `${devices.offline} offline` : '',
  ].filter(Boolean)
  const about = [
    some(willSend, 'row'),
    devices.count > 0 ? `${some(devices.count, 'device')}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}` : '',
    devices.organizations > 0 ? some(devices.organizations, 'organization') : '',
  ].filter(Boolean)
  return `${summaries.get(job.operation) ?? job.action}, as a batch: ${about.join(', ')}`
}

/** Carries on with a job whose approval was decided; undefined when there is nothing to run. */
export async function startApproved(parts: JobParts, job: JobRow): Promise<JobRow | undefined> {
  const { journal, approvals, dispatches, clock } = parts
  const approval = job.approval_id === null ? undefined : await approvals.find(job.approval_id)
  if (approval === undefined || approval.state === 'pending') return undefined
  const refuse = async (note: string) => {
    await journal.moveJob(job.id, ['waiting'], { state: 'denied', note, ended_at: isoOf(clock.now()) })
    return undefined
  }
  if (approval.state !== 'approved') {
    const who = approval.decided_by ? ` by ${(JSON.parse(approval.decided_by) as { name: string }).name}` : ''
    const why = approval.decision_reason ? `: ${approval.decision_reason}` : ''
    return refuse(`Its approval was ${approval.state}${who}${why}`)
  }
  const claimed = await dispatches.findByApproval(approval.id)
  if (claimed === undefined) {
    const kept = JSON.parse(approval.proposal) as Proposal
    if ((await planHashOf(parts, job)) !== kept.input.plan || job.plan_hash !== kept.input.plan) {
      await approvals.decide(approval.id, { type: 'stale' })
      return refuse('Its rows are no longer what was approved, so nothing was sent')
    }
    const outcome = { status: 'accepted', callId: job.call_id, approvalId: approval.id } as const
    const entry = {
      kind: 'batch-started',
      callId: job.call_id,
      approvalId: approval.id,
      operation: planOperation,
      connection: job.connection,
      actor: gatewayActor,
      summary: `Batch started: ${approval.title}`,
      data: { batch: job.id, plan: job.plan_hash, digest: approval.digest },
    }
    const request = { callId: job.call_id, proposal: kept, watchAfter: undefined, entry }
    // Used up here, once; the rows are claimed one by one.
    if (!(await dispatches.refuse(approval.id, approval.digest, request, outcome))) {
      if ((await dispatches.findByApproval(approval.id)) === undefined) return undefined
    }
  }
  const now = isoOf(clock.now())
  const moved = await journal.moveJob(job.id, ['waiting'], {
    state: 'running',
    instance_id: parts.instanceId,
    started_at: now,
    seen_at: now,
  })
  return moved ? findJob(parts, job.id) : undefined
}
