/** The last steps: a permit in hand, the intent on disk; send, and write down how it ended. */
import { findOperation, GatewayError, type Outcome, type Proposal, showProposal } from '../call/index.ts'
import { type Permit, type Policy, versionFor } from '../policy/index.ts'
import { leavesReceipt } from './evidence.ts'
import { lookupMessage, outcomeOfError } from './execute.ts'
import type { Names } from './names.ts'
import { type Outcomes, outcomeWords, statusData } from './outcomes.ts'
import { type CallFacts, type CorridorParts, entryFor } from './parts.ts'
import { receiptTimes } from './receipts.ts'

export interface Sender {
  /** A read: audited when it has ended, because it changes nothing. */
  read(call: CallFacts, title: string, permit: Permit): Promise<Outcome>
  /** Anything else; the caller has written the intent. */
  send(call: CallFacts, proposal: Proposal, title: string, permit: Permit, approvalId?: string): Promise<Outcome>
}

/** Of the answer's JSON. A ticket with its fields takes two thousand. */
const answerLengthMax = 16_000

/**
 * A command may wait for its turn between being permitted and being sent; whoever turned the emergency switch meanwhile
 * means this one too.
 */
export function refuseIfChanged(
  policy: Policy | undefined,
  { operation: id, connection, tool, policyVersion }: Proposal,
): void {
  const operation = findOperation(id)
  if (policy === undefined || operation === undefined) {
    throw new GatewayError(
      'policy_unknown',
      'The policy could not be checked right before sending, so nothing was sent.',
    )
  }
  if (versionFor(policy, { operation, connection, tool }) !== policyVersion) {
    throw new GatewayError('policy_changed', 'The policy changed before it was sent, so nothing was sent. Ask again.')
  }
}

/** An answer is kept with the outcome, to be told later; what is large, or may repeat a secret of the call, is not. */
function isWorthKeeping(answer: unknown, proposal: Proposal): boolean {
  if (answer === undefined || answer === null) return false
  const hasSecrets = showProposal(proposal, () => '').hidden > 0
  return !hasSecrets && JSON.stringify(answer).length <= answerLengthMax
}

export function createSender(parts: CorridorParts, { outcomeOf }: Outcomes, names: Names): Sender {
  const { dispatches, audit, executor, clock } = parts
  return {
    async read(call, title, permit) {
      let outcome: Outcome
      try {
        outcome = { status: 'done', callId: call.id, data: await executor.execute(permit) }
      } catch (error) {
        const ended = outcomeOfError(error, call.id)
        // A read that got lost changed nothing: it has failed, and that is all.
        outcome = ended.status === 'unknown' ? { ...ended, status: 'failed', message: lookupMessage(error) } : ended
      }
      await audit.append(entryFor(call, 'call-ended', title, statusData(outcome)))
      return outcome
    },

    async send(call, proposal, title, permit, approvalId) {
      let outcome: Outcome
      const stop = parts.policy.keepYoung()
      try {
        const policy = await parts.policy.fresh().catch((error: unknown) => {
          parts.logFault(`call ${call.id}: the policy could not be read before sending`, error)
          return undefined
        })
        refuseIfChanged(policy, proposal)
        const answer = await executor.execute(permit, {
          mayLeave: () => refuseIfChanged(parts.policy.known(), proposal),
          onAnswer: () => parts.onStep?.('after-send'),
        })
        outcome = {
          status: 'accepted',
          callId: call.id,
          ...(approvalId !== undefined && { approvalId }),
          ...(isWorthKeeping(answer, proposal) && { data: answer }),
        }
      } catch (error) {
        outcome = outcomeOfError(error, call.id, approvalId)
        if (outcome.status === 'unknown') parts.logFault(`call ${call.id}: outcome unknown`, error)
      } finally {
        stop()
      }
      names.forget(proposal)
      parts.onStep?.('before-outcome')
      const mayHaveRun = outcome.status === 'accepted' || outcome.status === 'unknown'
      const watch = mayHaveRun && leavesReceipt(proposal.operation) ? clock.now() + receiptTimes.watchFor : undefined
      const summary = `${outcomeWords[outcome.status]}: ${title}`
      const entry = entryFor(call, 'call-ended', summary, statusData(outcome), approvalId)
      const written = await dispatches.close(call.id, outcome, entry, watch)
      // False: another gateway took us for dead and wrote `unknown`. What is written stands.
      return written ? outcome : ((await outcomeOf(call.id)) ?? outcome)
    },
  }
}
