/**
 * The only way in: door → Call → decision → (approval) → Permit → client → Outcome → door.
 * Decides the order of things and what happens when any of them fails: a doubt before sending denies, a doubt
 * after sending is `unknown`.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import type { ApprovalRow, DispatchRequest } from '../approvals/index.ts'
import {
  type Actor,
  type Call,
  canonicalJson,
  digestOf,
  GatewayError,
  type Outcome,
  type Proposal,
  sha256,
} from '../call/index.ts'
import { decide, verdictFor } from '../policy/index.ts'
import { lookupMessage } from './execute.ts'
import { createOutcomes, statusData } from './outcomes.ts'
import { type CallFacts, type CorridorParts, entryFor, type Prepared } from './parts.ts'
import { createPreparer } from './prepare.ts'
import { leavesReceipt } from './receipts.ts'
import type { Read } from './references.ts'
import { createSender } from './send.ts'
import { createSteps, type Steps } from './steps.ts'

export { createExecutor, type Executor } from './execute.ts'
export { takesName } from './names.ts'
export type { CorridorParts, Step } from './parts.ts'
export { createReceiptWatcher, receiptTimes } from './receipts.ts'
export { type Recovered, recover } from './recover.ts'
export type { Read } from './references.ts'
export type { Judged, StepCall, StepEnding } from './steps.ts'

export interface Corridor extends Steps {
  /** Never throws: whatever happens is an outcome. */
  invoke(call: Call): Promise<Outcome>
  /** Carries out an approved call; safe to ask any number of times, from anywhere. */
  carryOut(approvalId: string): Promise<Outcome>
  /** What became of a call, or undefined when it left no trace to tell from (reads, refused input). */
  outcomeOf(callId: string): Promise<Outcome | undefined>
  /** The operations this connection may use at all; lists and calls ask the same rule. */
  listOperations(connection: string): Operation[]
  /** Reads for the gateway's own pages, through the same rules. */
  readFor(actor: Actor, connection: string): Read
}

/** Refusals that are policy's; all others are mistakes the caller can mend. */
const deniedCodes = new Set(['unknown_operation', 'read_blocked', 'blocked'])

export function createCorridor(parts: CorridorParts): Corridor {
  const { approvals, dispatches, audit } = parts
  const preparer = createPreparer(parts)
  const { readFor, prepare } = preparer
  const outcomes = createOutcomes(parts)
  const { waiting, outcomeOf } = outcomes
  const { read, send } = createSender(parts, outcomes)

  async function invoke(call: Call): Promise<Outcome> {
    const refuse = async (status: 'denied' | 'failed', code: string, message: string): Promise<Outcome> => {
      await audit.append(entryFor(call, 'call-denied', message, { code }))
      return { status, callId: call.id, code, message }
    }
    try {
      let prepared: Prepared
      try {
        prepared = await prepare(call.operation, call.input, call.actor, call.connection)
      } catch (error) {
        if (error instanceof GatewayError) {
          return await refuse(deniedCodes.has(error.code) ? 'denied' : 'failed', error.code, error.message)
        }
        // Only lookups were sent so far, so nothing of the call itself is in doubt.
        const message = `The target could not be looked up, so nothing was asked. ${lookupMessage(error)}`
        return await refuse('failed', 'lookup_failed', message)
      }
      const { operation, proposal, title } = prepared
      const decision = decide(parts.policy(), operation, proposal)
      switch (decision.verdict) {
        case 'deny':
          return await refuse('denied', 'blocked', decision.message)
        case 'ask':
          return waiting(await approvals.ask(call, proposal, decision.rule, title))
        case 'allow': {
          if (operation.risk === 'read') return await read(call, title, decision.permit)
          const data = { rule: decision.rule, digest: digestOf(proposal) }
          const opened = await dispatches.open({
            callId: call.id,
            proposal,
            watchAfter: await newestActivity(proposal),
            entry: entryFor(call, 'call-sent', `Sent: ${title}`, data),
          })
          if (!opened) return await refuse('denied', 'already_sent', 'This call was sent before.')
          return await send(call, proposal, title, decision.permit)
        }
        default: {
          const impossible: never = decision
          throw new TypeError(`unknown decision ${impossible}`)
        }
      }
    } catch (error) {
      // Fail closed: whatever broke (policy, store, clock, audit), the caller gets nothing but this sentence.
      parts.logFault(`call ${call.id} (${call.operation})`, error)
      const message = 'The gateway could not decide or record the call, so it was not let through. Its log says why.'
      return { status: 'denied', callId: call.id, code: 'internal_fault', message }
    }
  }

  /** Where the search for a receipt begins. */
  async function newestActivity(proposal: Proposal): Promise<number | undefined> {
    const device = proposal.targets.find(({ resource }) => resource === 'device')
    if (device === undefined || !leavesReceipt(proposal.operation)) return undefined
    const read = readFor(proposal.actor, proposal.connection)
    const answer = await read('devices.listActivities', { id: device.id, pageSize: 10 })
    const { activities } = answer as { activities: { id: number }[] }
    return Math.max(0, ...activities.map(({ id }) => id))
  }

  async function carryOut(approvalId: string): Promise<Outcome> {
    const approval = await approvals.find(approvalId)
    if (approval === undefined) throw new GatewayError('not_found', `There is no approval ${approvalId}.`)
    const settled = async () => (await outcomeOf(approval.call_id)) ?? waiting(approval)
    if (approval.state !== 'approved' || (await dispatches.find(approval.call_id))) return settled()

    const call: CallFacts = {
      id: approval.call_id,
      actor: JSON.parse(approval.actor) as Actor,
      connection: approval.connection,
      operation: approval.operation,
      door: approval.door as Call['door'],
    }
    const again = await prepareAgain(approval, call)
    if (again === undefined) return settled()
    const { operation, proposal, title, request } = again
    parts.onStep?.('before-claim')
    const claim = await dispatches.claim(approvalId, approval.digest, request)
    if (claim === undefined) return settled()
    parts.onStep?.('after-claim')
    const decision = decide(parts.policy(), operation, proposal, claim)
    if (decision.verdict !== 'allow') {
      const message = decision.verdict === 'deny' ? decision.message : 'The call is no longer approved.'
      const denied: Outcome = { status: 'denied', callId: call.id, approvalId, code: 'blocked', message }
      const entry = entryFor(call, 'call-ended', `Blocked: ${title}`, statusData(denied), approvalId)
      await dispatches.close(call.id, denied, entry)
      return denied
    }
    return send(call, proposal, title, decision.permit, approvalId)
  }

  /**
   * An approved call as it stands today. Undefined when it is no longer what was approved: then it has been
   * marked stale, or as failed when today's facts could not be read.
   */
  async function prepareAgain(
    approval: ApprovalRow,
    call: CallFacts,
  ): Promise<(Prepared & { request: DispatchRequest }) | undefined> {
    const kept = JSON.parse(approval.proposal) as Proposal
    const entry = (title: string, kind: string, data: Record<string, unknown>) =>
      entryFor(call, kind, title, data, approval.id)
    const markStale = async (): Promise<undefined> => {
      await approvals.decide(approval.id, { type: 'stale' })
    }
    // The record itself must still be what was approved …
    if (sha256(canonicalJson(kept)) !== approval.digest) return await markStale()
    try {
      // … and so must what it amounts to today: same targets, same script, same policy, same request.
      const prepared = await prepare(kept.operation, kept.input, call.actor, call.connection)
      if (digestOf(prepared.proposal) !== approval.digest) return await markStale()
      const watchAfter = await newestActivity(prepared.proposal)
      const sent = entry(`Sent: ${prepared.title}`, 'call-sent', { digest: approval.digest })
      return { ...prepared, request: { callId: call.id, proposal: prepared.proposal, watchAfter, entry: sent } }
    } catch (error) {
      // It cannot even be proposed any more: the device is gone, the operation is blocked now.
      if (error instanceof GatewayError) return await markStale()
      const message = `Approved, but not sent: today's facts could not be read. ${lookupMessage(error)} Ask again.`
      const failed: Outcome = {
        status: 'failed',
        callId: call.id,
        approvalId: approval.id,
        code: 'lookup_failed',
        message,
      }
      const request = {
        callId: call.id,
        proposal: kept,
        watchAfter: undefined,
        entry: entry(`Not sent: ${approval.title}`, 'call-ended', statusData(failed)),
      }
      await dispatches.refuse(approval.id, approval.digest, request, failed)
      return undefined
    }
  }

  return {
    invoke,
    carryOut,
    outcomeOf,
    readFor,
    ...createSteps(parts, preparer),
    listOperations: (connection) =>
      catalogue.filter((operation) => verdictFor(parts.policy(), operation, connection) !== 'deny'),
  }
}
