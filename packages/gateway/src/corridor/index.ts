/**
 * The only way in: door → Call → decision → (approval) → Permit → client → Outcome → door.
 * Decides the order of things and what happens when any of them fails: a doubt before sending denies, a doubt
 * after sending is `unknown`.
 */
import type { Operation } from '@kunai/api/operation'
import { type ApprovalRow, type DispatchRequest, isRefusal } from '../approvals/index.ts'
import {
  type Actor,
  type Call,
  digestOf,
  GatewayError,
  type Outcome,
  operations,
  type Proposal,
  planOperation,
} from '../call/index.ts'
import { decide, isToolBlocked, type Policy, verdictFor } from '../policy/index.ts'
import { leavesReceipt } from './evidence.ts'
import { lookupMessage } from './execute.ts'
import { createNames } from './names.ts'
import { createOutcomes, statusData } from './outcomes.ts'
import { type CallFacts, type CorridorParts, entryFor, type Prepared } from './parts.ts'
import { createPreparer } from './prepare.ts'
import type { Read } from './references.ts'
import { createSender } from './send.ts'
import { createSimulator, type Simulated, type Supposed } from './simulate.ts'
import { createSteps, type Steps } from './steps.ts'
import { compareToday } from './today.ts'

export { deviceReader } from './device-reader.ts'
export { connectionCodes, createExecutor, type Executor, lookupMessage } from './execute.ts'
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
  /** Marks an approval that still waits as stale when it is no longer what was shown; a lookup that fails changes nothing. */
  checkStill(approvalId: string): Promise<void>
  /** Takes back a call for whoever asked for it. @throws GatewayError when it is not theirs, or too late. */
  withdraw(callId: string, actor: Actor): Promise<void>
  /** What became of a call, or undefined when it left no trace to tell from (reads, refused input). */
  outcomeOf(callId: string): Promise<Outcome | undefined>
  /** True while a command that was sent is followed: what became of it may still change. */
  isFollowed(callId: string): Promise<boolean>
  /** The operations this connection may use at all; lists and calls ask the same rule. */
  listOperations(connection: string): Promise<Operation[]>
  /** False for a generic tool that would be refused whatever it is used for. */
  showsTool(connection: string, tool: string): Promise<boolean>
  /** What would happen to a call; sends nothing, not even a lookup. */
  simulate(supposed: Supposed): Promise<Simulated>
  /** Reads for the gateway's own pages, through the same rules; `identity` = with that application's token. */
  readFor(actor: Actor, connection: string, identity?: Operation['identity']): Read
}

/** Refusals that are policy's; all others are mistakes the caller can mend. */
const deniedCodes = new Set(['unknown_operation', 'read_blocked', 'blocked'])

export function createCorridor(parts: CorridorParts): Corridor {
  const { approvals, dispatches, audit } = parts
  const names = createNames(parts.clock)
  const preparer = createPreparer(parts, names)
  const { readFor, prepare } = preparer
  const outcomes = createOutcomes(parts)
  const { waiting, outcomeOf } = outcomes
  const { read, send } = createSender(parts, outcomes, names)

  async function invoke(call: Call): Promise<Outcome> {
    const refuse = async (status: 'denied' | 'failed', code: string, message: string): Promise<Outcome> => {
      await audit.append(entryFor(call, 'call-denied', message, { code }))
      return { status, callId: call.id, code, message }
    }
    try {
      let prepared: Prepared
      const policy = await parts.policy.current()
      try {
        prepared = await prepare({ ...call, callId: call.id }, policy)
      } catch (error) {
        if (error instanceof GatewayError) {
          return await refuse(deniedCodes.has(error.code) ? 'denied' : 'failed', error.code, error.message)
        }
        // Only lookups were sent so far, so nothing of the call itself is in doubt.
        const message = `The target could not be looked up, so nothing was asked. ${lookupMessage(error)}`
        return await refuse('failed', 'lookup_failed', message)
      }
      const { operation, proposal, title } = prepared
      const decision = decide(policy, operation, proposal)
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
    const { operation, proposal, title, policy, request } = again
    parts.onStep?.('before-claim')
    const claim = await dispatches.claim(approvalId, approval.digest, request)
    if (claim === undefined) return settled()
    parts.onStep?.('after-claim')
    const decision = decide(policy, operation, proposal, claim)
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
  ): Promise<(Prepared & { policy: Policy; request: DispatchRequest }) | undefined> {
    const entry = (title: string, kind: string, data: Record<string, unknown>) =>
      entryFor(call, kind, title, data, approval.id)
    const today = await compareToday(approval, parts, preparer)
    if (today.is === 'changed') {
      await approvals.decide(approval.id, { type: 'stale', because: today.because })
      return undefined
    }
    let unread: string
    if (today.is === 'unread') unread = today.message
    else {
      const { prepared, policy } = today
      const { proposal } = prepared
      try {
        const watchAfter = await newestActivity(proposal)
        const sent = entry(`Sent: ${prepared.title}`, 'call-sent', { digest: approval.digest })
        return { ...prepared, policy, request: { callId: call.id, proposal, watchAfter, entry: sent } }
      } catch (error) {
        unread = lookupMessage(error)
      }
    }
    const message = `Approved, but not sent: today's facts could not be read. ${unread} Ask again.`
    const failed: Outcome = {
      ...{ status: 'failed', callId: call.id, approvalId: approval.id },
      ...{ code: 'lookup_failed', message },
    }
    const request = {
      callId: call.id,
      proposal: JSON.parse(approval.proposal) as Proposal,
      watchAfter: undefined,
      entry: entry(`Not sent: ${approval.title}`, 'call-ended', statusData(failed)),
    }
    await dispatches.refuse(approval.id, approval.digest, request, failed)
    return undefined
  }

  async function checkStill(approvalId: string): Promise<void> {
    const approval = await approvals.find(approvalId)
    // A plan is compared row by row when it runs.
    if (approval?.state !== 'pending' || approval.operation === planOperation) return
    const today = await compareToday(approval, parts, preparer)
    // What NinjaOne does not tell today is no change.
    if (today.is === 'changed') await approvals.decide(approvalId, { type: 'stale', because: today.because })
  }

  return {
    invoke,
    carryOut,
    checkStill,
    async withdraw(callId, actor) {
      const approval = await approvals.findByCall(callId)
      // The same words for a call of somebody else and for none: an id is no way to learn of other people's calls.
      const unknown = new GatewayError('not_found', `There is no call ${callId} of yours that waits.`)
      if (approval === undefined) throw unknown
      const moved = await approvals.decide(approval.id, { type: 'withdraw', actor })
      if (moved !== undefined && isRefusal(moved)) {
        throw moved.code === 'not_yours' ? unknown : new GatewayError(moved.code, moved.message)
      }
    },
    outcomeOf,
    isFollowed: outcomes.isFollowed,
    readFor,
    ...createSteps(parts, preparer),
    simulate: createSimulator(parts),
    async listOperations(connection) {
      const policy = await parts.policy.current()
      return operations.filter((operation) => verdictFor(policy, operation, connection) !== 'deny')
    },
    showsTool: async (connection, tool) => !isToolBlocked(await parts.policy.current(), tool, connection),
  }
}
