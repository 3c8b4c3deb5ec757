/**
 * Rows of a batch through the corridor. A row is judged twice by the same steps: when the plan is made, and again when
 * its turn comes, from facts of that moment. Whatever the plan's approval covers, a row that amounts to something else
 * by then is not sent.
 */
import { pagingFields } from '@kunai/api/operation'
import {
  type AuditEntry,
  type Call,
  type Claim,
  canonicalJson,
  digestOf,
  GatewayError,
  type Outcome,
  operations,
  type Proposal,
  sha256,
} from '../call/index.ts'
import { decide, type Policy } from '../policy/index.ts'
import { leavesReceipt } from './evidence.ts'
import { lookupCode, lookupMessage, outcomeOfError } from './execute.ts'
import { outcomeWords, statusData } from './outcomes.ts'
import { type CorridorParts, entryFor, type Prepared } from './parts.ts'
import type { Preparer } from './prepare.ts'
import { receiptTimes } from './receipts.ts'
import type { Read } from './references.ts'
import { refuseIfChanged } from './send.ts'

/** A row's call, and what besides it the plan covers. */
export interface StepCall {
  readonly call: Call
  /** Read page after page until so many rows; for lists only. */
  readonly limit?: number | undefined
  /** Bound with the call: the second call of the row, as data. */
  readonly follows?: unknown
}

export type Judged =
  | {
      readonly verdict: 'allow' | 'ask'
      readonly rule: string
      readonly digest: string
      readonly proposal: Proposal
      readonly title: string
    }
  | { readonly verdict: 'deny'; readonly code: string; readonly message: string }

export interface StepIntent {
  readonly callId: string
  readonly proposal: Proposal
  readonly proposalDigest: string
  readonly watchAfter: number | undefined
  readonly entry: AuditEntry
}

export interface StepEnding {
  readonly outcome: Outcome
  readonly answer: unknown
  readonly entry: AuditEntry
  readonly watchUntil: number | undefined
  readonly isRead: boolean
}

/** What the jobs hand in: how a row is claimed and how its end is written down, durably both. */
export interface StepHands {
  readonly read: Read
  /** What the plan covers; absent for a row's second call, whose ids came from the answer to the first. */
  readonly digest?: string | undefined
  /** Reads of a plan that a person approved. */
  readonly approvalId: string | null
  claim(intent: StepIntent): Promise<{ readonly claim?: Claim } | undefined>
  end(ending: StepEnding): Promise<void>
}

export interface Steps {
  /** Changes nothing. Throws only what is a fault of ours. */
  judgeStep(step: StepCall, read: Read): Promise<Judged>
  /** Never sends twice; whatever happens is an outcome, and written down before it is returned. */
  runStep(step: StepCall, hands: StepHands): Promise<Outcome>
}

const pageSizeMax = 1000
const reads = new Set(operations.filter(({ risk }) => risk === 'read').map(({ id }) => id))

export function createSteps(parts: CorridorParts, preparer: Preparer): Steps {
  const stepDigest = (proposal: Proposal, { limit, follows }: StepCall) =>
    sha256(canonicalJson([digestOf(proposal), limit ?? null, follows ?? null]))

  async function prepare(
    { call }: StepCall,
    policy: Policy,
    read: Read,
  ): Promise<Prepared | { code: string; message: string }> {
    try {
      return await preparer.prepare({ ...call, callId: call.id }, policy, read)
    } catch (error) {
      if (error instanceof GatewayError) return { code: error.code, message: error.message }
      return { code: lookupCode(error), message: `Its target could not be looked up. ${lookupMessage(error)}` }
    }
  }

  async function readPages({ call, limit }: StepCall, prepared: Prepared, approvalId: string | null): Promise<unknown> {
    const { operation, proposal } = prepared
    const place = operation.paging === 'none' ? undefined : pagingFields[operation.paging]
    const step = async (input: Record<string, unknown>) => {
      const policy = await parts.policy.current()
      const page = preparer.propose(policy, operation, input, call, [])
      const decision = decide(policy, operation, page)
      if (decision.verdict === 'deny') throw new GatewayError('blocked', decision.message)
      const allowed =
        decision.verdict === 'ask' && approvalId !== null
          ? decide(policy, operation, page, { approvalId, digest: digestOf(page) })
          : decision
      if (allowed.verdict !== 'allow') throw new GatewayError('blocked', `${operation.id} needs an approval.`)
      return parts.executor.execute(allowed.permit)
    }
    if (limit === undefined || place === undefined) return step({ ...proposal.input })
    const rows: unknown[] = []
    let after: unknown
    while (rows.length < limit) {
      const pageSize = Math.min(pageSizeMax, limit - rows.length)
      const page = await step({ ...proposal.input, pageSize, ...(after !== undefined && { [place]: after }) })
      if (!Array.isArray(page)) return page
      rows.push(...page)
      const next = (page.at(-1) as { id?: unknown; naturalId?: unknown } | undefined)?.[
        place === 'anchorNaturalId' ? 'naturalId' : 'id'
      ]
      if (page.length < pageSize) return rows
      if (next === undefined || next === after) {
        throw new GatewayError('list_incomplete', 'NinjaOne does not say where the list goes on, so it is not whole.')
      }
      after = next
    }
    return rows
  }

  async function watchFrom(proposal: Proposal, read: Read): Promise<number | undefined> {
    if (!leavesReceipt(proposal.operation)) return undefined
    // The newest activity of the whole fleet is a bound for the device's, and one look serves many rows.
    const answer = (await read('activities.list', { pageSize: 10 })) as { activities: { id: number }[] } | undefined
    return Math.max(0, ...(answer?.activities ?? []).map(({ id }) => id))
  }

  return {
    async judgeStep(step, read) {
      const policy = await parts.policy.current()
      const prepared = await prepare(step, policy, read)
      if (!('proposal' in prepared)) return { verdict: 'deny', ...prepared }
      const { operation, proposal, title } = prepared
      const decision = decide(policy, operation, proposal)
      if (decision.verdict === 'deny') return { verdict: 'deny', code: 'blocked', message: decision.message }
      const { verdict, rule } = decision
      return { verdict, rule, digest: stepDigest(proposal, step), proposal, title }
    },

    async runStep(step, hands) {
      const { call } = step
      const end = async (title: string, outcome: Outcome, answer?: unknown, wasSent = true): Promise<Outcome> => {
        const summary = `${outcomeWords[outcome.status]}: ${title}`
        const inDoubt = outcome.status === 'unknown' && leavesReceipt(call.operation)
        await hands.end({
          outcome,
          answer,
          entry: entryFor(call, 'call-ended', summary, statusData(outcome), hands.approvalId ?? undefined),
          watchUntil: inDoubt ? parts.clock.now() + receiptTimes.watchFor : undefined,
          isRead: reads.has(call.operation) || !wasSent,
        })
        return outcome
      }
      const refuse = (title: string, code: string, message: string) =>
        end(title, { status: 'failed', callId: call.id, code, message }, undefined, false)

      // At most a second old; the last look before the first byte is at one as young.
      const policy = await parts.policy.current()
      const prepared = await prepare(step, policy, hands.read)
      if (!('proposal' in prepared)) return refuse(call.operation, prepared.code, prepared.message)
      const { operation, proposal, title } = prepared
      if (hands.digest !== undefined && stepDigest(proposal, step) !== hands.digest) {
        const message =
          'What the plan showed of this row is no longer what would be sent (target, script or policy changed), so it was not sent.'
        return refuse(title, 'stale', message)
      }
      if (operation.risk === 'read') {
        try {
          return await end(
            title,
            { status: 'done', callId: call.id, data: undefined },
            await readPages(step, prepared, hands.approvalId),
          )
        } catch (error) {
          const ended = outcomeOfError(error, call.id)
          const message = error instanceof GatewayError ? error.message : lookupMessage(error)
          // A read that got lost changed nothing: it has failed, and that is all.
          return end(title, ended.status === 'unknown' ? { ...ended, status: 'failed', message } : ended)
        }
      }
      const proposalDigest = digestOf(proposal)
      const claimed = await hands.claim({
        callId: call.id,
        proposal,
        proposalDigest,
        watchAfter: await watchFrom(proposal, hands.read).catch(() => undefined),
        entry: entryFor(call, 'call-sent', `Sent: ${title}`, { digest: proposalDigest }, hands.approvalId ?? undefined),
      })
      // Nothing is written: whoever holds the row now says what becomes of it.
      if (claimed === undefined) {
        return { status: 'denied', callId: call.id, code: 'not_claimed', message: 'The row is not to be sent now.' }
      }
      parts.onStep?.('after-claim')
      const decision = decide(policy, operation, proposal, claimed.claim)
      if (decision.verdict !== 'allow') {
        const message =
          decision.verdict === 'deny' ? decision.message : 'The row needs an approval that it does not have.'
        return end(title, { status: 'denied', callId: call.id, code: 'blocked', message })
      }
      let outcome: Outcome
      let answer: unknown
      const stop = parts.policy.keepYoung()
      try {
        // Claiming may have taken its time; from here on it is kept young.
        if (parts.policy.known() === undefined) await parts.policy.fresh()
        answer = await parts.executor.execute(decision.permit, {
          mayLeave: () => refuseIfChanged(parts.policy.known(), proposal),
          onAnswer: () => parts.onStep?.('after-send'),
        })
        outcome = { status: 'accepted', callId: call.id }
      } catch (error) {
        outcome = outcomeOfError(error, call.id)
        if (outcome.status === 'unknown') parts.logFault(`call ${call.id}: outcome unknown`, error)
      } finally {
        stop()
      }
      parts.onStep?.('before-outcome')
      return end(title, outcome, answer)
    },
  }
}
