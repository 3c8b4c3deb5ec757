/** One row's turn: claimed, sent, written down. What a call may do is the corridor's to say; how a row ends is said here. */
import type { Outcome } from '../call/index.ts'
import { connectionCodes, type Read, type StepEnding } from '../corridor/index.ts'
import type { JobRow, JobStepRow, StepState } from '../store/index.ts'
import { firstCall, type JobParts, optionsOf, secondCall } from './parts.ts'

const states: Record<Outcome['status'], StepState> = {
  done: 'ok',
  accepted: 'ok',
  waiting: 'awaiting_approval',
  denied: 'failed',
  failed: 'failed',
  unknown: 'unknown',
}

export interface StepResult {
  /** Undefined when the row was not claimed, so nothing was written. */
  readonly state: StepState | undefined
  /** Set when the row has not been carried out and goes back, because every other one would meet the same. */
  readonly heldBy?: HeldBy
}

/** `patience`: NinjaOne asked for more than the client has. `connection`: it takes no token of this connection. */
type HeldBy = 'patience' | 'connection'

/** So often a row may be given back; then it has failed like any other. */
const attemptsMax = 100

/** All of these say that nothing was executed. */
function heldBy(outcome: Outcome, { attempt }: JobStepRow): HeldBy | undefined {
  if (outcome.status !== 'failed' || attempt >= attemptsMax) return undefined
  if (outcome.code === 'rate_limited') return 'patience'
  return connectionCodes.has(outcome.code) ? 'connection' : undefined
}

export async function runStep(parts: JobParts, job: JobRow, step: JobStepRow, read: Read): Promise<StepResult> {
  const isSecond = step.part === 1
  const wanted = isSecond ? secondCall(job, step) : firstCall(job, step)
  if (wanted === undefined) {
    const message = 'Half done: its first call was carried out, but the answer lacks an id that the second one needs.'
    await parts.journal.moveStep(job.id, step.seq, 'rendered', { state: 'failed', code: 'half_done', message })
    return { state: 'failed' }
  }
  const { call } = wanted
  if (optionsOf(job).approveAs === 'row' && !isSecond) return askForRow(parts, job, step, wanted.call.id, call)
  const place = { jobId: job.id, seq: step.seq, part: step.part }
  const digest = step.digest ?? ''
  const outcome = await parts.corridor.runStep(wanted, {
    read,
    approvalId: job.approval_id,
    ...(!isSecond && { digest }),
    claim: ({ proposalDigest, ...request }) => parts.ledger.claim({ ...place, digest, proposalDigest, request }),
    async end(ending) {
      const hasSecond = wanted.follows !== undefined
      await parts.ledger.end({
        ...place,
        ...endOf(ending, isSecond, hasSecond),
        ...(heldBy(ending.outcome, step) && { nextAttempt: step.attempt + 1 }),
        callId: call.id,
        outcome: ending.outcome,
        entry: ending.entry,
        watchUntil: ending.watchUntil,
        isRead: ending.isRead,
      })
    },
  })
  const held = heldBy(outcome, step)
  if (held !== undefined) return { state: 'rendered', heldBy: held }
  return { state: outcome.status === 'denied' && outcome.code === 'not_claimed' ? undefined : states[outcome.status] }
}

function endOf({ outcome, answer }: StepEnding, isSecond: boolean, hasSecond: boolean) {
  const state = states[outcome.status]
  const isOk = state === 'ok'
  const code = 'code' in outcome ? outcome.code : null
  const message = 'message' in outcome ? outcome.message : null
  // The answer to a row's first call is its result; the second has none worth keeping.
  const result = isOk && !isSecond ? JSON.stringify(answer ?? { status: outcome.status }) : null
  return {
    state,
    ...(isOk && hasSecond && !isSecond && { nextPart: 1 }),
    code: isSecond && !isOk ? 'half_done' : code,
    message: isSecond && !isOk ? `Half done: its first call was carried out, the second was not: ${message}` : message,
    result,
  }
}

/** Each row is a call of its own, that a person decides about like any other. */
async function askForRow(
  parts: JobParts,
  job: JobRow,
  step: JobStepRow,
  callId: string,
  call: Parameters<JobParts['corridor']['invoke']>[0],
): Promise<StepResult> {
  // Asked before a crash: the same call id stands for the same question.
  const asked = (await parts.approvals.findByCall(callId)) ?? (await parts.dispatches.find(callId))
  const outcome = asked === undefined ? await parts.corridor.invoke(call) : await parts.corridor.outcomeOf(callId)
  if (outcome === undefined) return { state: undefined }
  return { state: await settleRow(parts, job.id, step, 'rendered', outcome) }
}

/** Writes down where a row stands whose call goes its own way. */
export async function settleRow(
  parts: JobParts,
  jobId: string,
  step: JobStepRow,
  from: StepState,
  outcome: Outcome,
): Promise<StepState> {
  const state = states[outcome.status]
  if (state === from) return state
  const result =
    outcome.status === 'done'
      ? JSON.stringify(outcome.data ?? null)
      : outcome.status === 'accepted'
        ? JSON.stringify({ status: outcome.status, ...(outcome.receipt && { receipt: outcome.receipt }) })
        : null
  await parts.journal.moveStep(jobId, step.seq, from, {
    state,
    call_id: outcome.callId,
    code: 'code' in outcome ? outcome.code : null,
    message: 'message' in outcome ? outcome.message : null,
    ...(result !== null && { result }),
  })
  return state
}
