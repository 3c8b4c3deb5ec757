/** What became of a call, read from what is written down. */
import type { ApprovalRow, DispatchRow } from '../approvals/index.ts'
import type { Outcome, Receipt, Target } from '../call/index.ts'
import type { CorridorParts } from './parts.ts'
import { withReceipt } from './receipts.ts'

export interface Outcomes {
  waiting(approval: ApprovalRow): Outcome
  /** Undefined when the call left no trace to tell from (reads, refused input). */
  outcomeOf(callId: string): Promise<Outcome | undefined>
  /** True while evidence is still looked for of how a command ended: its outcome may yet change. */
  isFollowed(callId: string): Promise<boolean>
}

const expired = { code: 'expired', message: 'Nobody decided in time. Ask again if it is still wanted.' } as const

export const outcomeWords: Record<Outcome['status'], string> = {
  done: 'Done',
  accepted: 'Accepted by NinjaOne',
  waiting: 'Waits',
  denied: 'Denied',
  failed: 'Failed, nothing was executed',
  unknown: 'Outcome unknown',
}

/** The part of an outcome that belongs into the audit: never the data of a read. */
export function statusData(outcome: Outcome): Record<string, unknown> {
  return { status: outcome.status, ...('code' in outcome && { code: outcome.code, message: outcome.message }) }
}

/** Names of the devices that were offline when they were looked up. */
export function offlineOf(targets: readonly Target[]): string[] {
  return targets.flatMap(({ resource, offline, name }) => (resource === 'device' && offline ? [name] : []))
}

function rejection(approval: ApprovalRow): string {
  const { name } = JSON.parse(approval.decided_by ?? '{"name":"A person"}') as { name: string }
  return `${name} denied it: ${approval.decision_reason}`
}

function staleMessage({ stale_because: because }: ApprovalRow): string {
  const what = because === null ? '' : ` What changed: ${because}.`
  return `What was shown is no longer what would be sent, so nothing was sent.${what} Ask again.`
}

function endedOutcome(dispatch: DispatchRow): Outcome {
  const outcome = JSON.parse(dispatch.outcome ?? 'null') as Outcome
  return dispatch.receipt === null ? outcome : withReceipt(outcome, JSON.parse(dispatch.receipt) as Receipt)
}

export function createOutcomes(parts: CorridorParts): Outcomes {
  const { approvals, dispatches, clock } = parts

  function waiting(approval: ApprovalRow): Outcome {
    const pending = approval.state === 'pending'
    const offline = offlineOf(JSON.parse(approval.targets) as Target[])
    return {
      status: 'waiting',
      callId: approval.call_id,
      approvalId: approval.id,
      phase: pending ? 'deciding' : 'sending',
      expiresAt: pending ? approval.expires_at : (approval.start_by ?? approval.expires_at),
      url: parts.approvalUrl(approval.id),
      ...(offline.length > 0 && { offline }),
    }
  }

  return {
    waiting,
    isFollowed: async (callId) => (await dispatches.find(callId))?.watch_until != null,
    async outcomeOf(callId) {
      const dispatch = await dispatches.find(callId)
      if (dispatch?.state === 'ended') return endedOutcome(dispatch)
      const approval = await approvals.findByCall(callId)
      if (approval === undefined) return undefined
      const ids = { callId, approvalId: approval.id }
      switch (approval.state) {
        case 'pending':
          // Nobody has written it down yet, but too late is too late.
          if (clock.now() >= Date.parse(approval.expires_at)) return { status: 'denied', ...ids, ...expired }
          return waiting(approval)
        case 'approved':
          return waiting(approval)
        case 'rejected':
          return { status: 'denied', ...ids, code: 'rejected', message: rejection(approval) }
        case 'expired':
          return { status: 'denied', ...ids, ...expired }
        case 'stale':
          return {
            status: 'denied',
            ...ids,
            code: 'stale',
            message: staleMessage(approval),
          }
        case 'withdrawn':
          return { status: 'denied', ...ids, code: 'withdrawn', message: 'The request was withdrawn.' }
        default: {
          const impossible: never = approval.state
          throw new TypeError(`unknown state ${impossible}`)
        }
      }
    },
  }
}
