/**
 * The only way in: door → Call → decision → (approval) → Permit → client → Outcome → door.
 * Decides the order of things and what happens when any of them fails: a doubt before sending denies, a doubt
 * after sending is `unknown`.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Clock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import type { ApprovalRow, Approvals, Dispatches, DispatchRequest, DispatchRow } from '../approvals/index.ts'
import type { Audit } from '../audit/index.ts'
import {
  type Actor,
  type AuditEntry,
  type Call,
  type Connection,
  canonicalJson,
  digestOf,
  GatewayError,
  type Outcome,
  type Proposal,
  phraseOf,
  type Receipt,
  sha256,
  type Target,
} from '../call/index.ts'
import { decide, type Policy, verdictFor } from '../policy/index.ts'
import { type Executor, isNotFound, outcomeOfError, unknownMessage } from './execute.ts'
import { leavesReceipt, receiptTimes } from './receipts.ts'
import { type Read, referencesIn, resolveTargets } from './references.ts'

export { createExecutor, type Executor } from './execute.ts'
export { createReceiptWatcher, type ReceiptWatcher, receiptTimes } from './receipts.ts'
export { type Recovered, recover } from './recover.ts'

/** Places between two durable steps where a crash must do no harm; tests stop the process there. */
export type Step = 'before-claim' | 'after-claim' | 'after-send' | 'before-outcome'

export interface CorridorParts {
  readonly policy: () => Policy
  readonly connections: readonly Connection[]
  readonly approvals: Approvals
  readonly dispatches: Dispatches
  readonly audit: Audit
  readonly executor: Executor
  readonly clock: Clock
  /** Where a person decides about an approval. */
  readonly approvalUrl: (approvalId: string) => string
  /** Faults of ours, with everything that helps to find them; never shown. */
  readonly logFault: (message: string, error: unknown) => void
  readonly onStep?: (step: Step) => void
}

export interface Corridor {
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

/** What was found out about a call before anyone decides. */
interface Prepared {
  readonly operation: Operation
  readonly proposal: Proposal
  readonly title: string
}

export function createCorridor(parts: CorridorParts): Corridor {
  const { approvals, dispatches, audit, executor, clock } = parts
  const operations = new Map(catalogue.map((operation) => [operation.id, operation]))
  const step = (name: Step) => parts.onStep?.(name)

  /** One read, decided by the same policy as everything else; undefined when NinjaOne knows no such thing. */
  function readFor(actor: Actor, connection: string): Read {
    return async (id, input) => {
      const operation = operations.get(id)
      if (operation?.risk !== 'read') throw new GatewayError('not_a_read', `${id} is not a read.`)
      const decision = decide(parts.policy(), operation, propose(operation, input, actor, connection, []))
      if (decision.verdict !== 'allow') {
        throw new GatewayError('read_blocked', `Policy does not let ${id} through, which is needed to look this up.`)
      }
      try {
        return await executor.execute(decision.permit)
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    }
  }

  function propose(
    operation: Operation,
    input: Record<string, unknown>,
    actor: Actor,
    connection: string,
    targets: readonly Target[],
  ): Proposal {
    const request = toRequest(operation, input)
    const policyVersion = parts.policy().version
    return { connection, actor, operation: operation.id, risk: operation.risk, targets, input, request, policyVersion }
  }

  /** Parses, resolves and proposes. Throws what the caller can mend as a GatewayError. */
  async function prepare(operationId: string, input: unknown, actor: Actor, connection: string): Promise<Prepared> {
    const operation = operations.get(operationId)
    if (operation === undefined) {
      throw new GatewayError(
        'unknown_operation',
        `There is no operation "${operationId}". List them with: kunai operations`,
      )
    }
    if (!parts.connections.some(({ name }) => name === connection)) {
      const known = parts.connections.map(({ name }) => `"${name}"`).join(', ')
      throw new GatewayError('unknown_connection', `There is no connection "${connection}". Known: ${known}.`)
    }
    const parsed = parseInput(operation, input)
    if (!parsed.ok) throw new GatewayError('invalid_input', parsed.message)
    // A read harms nobody and may be asked a thousand times a minute: nothing is looked up for it.
    const targets =
      operation.risk === 'read'
        ? []
        : await resolveTargets(referencesIn(operation, parsed.input), readFor(actor, connection))
    const proposal = propose(operation, parsed.input, actor, connection, targets)
    return { operation, proposal, title: phraseOf(operation, parsed.input, targets) }
  }

  const entryFor = (
    call: Pick<Call, 'id' | 'actor' | 'connection' | 'door' | 'operation'>,
    kind: string,
    summary: string,
    data?: AuditEntry['data'],
    approvalId?: string,
  ): AuditEntry => ({
    kind,
    callId: call.id,
    approvalId,
    operation: call.operation,
    connection: call.connection,
    actor: call.actor,
    door: call.door,
    summary,
    data,
  })

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
          const status = error.code === 'unknown_operation' || error.code === 'read_blocked' ? 'denied' : 'failed'
          return await refuse(status, error.code, error.message)
        }
        const outcome = outcomeOfError(error, call.id)
        if (outcome.status !== 'failed' && outcome.status !== 'unknown') throw error
        // Only lookups were sent so far, so nothing of the call itself is in doubt.
        return await refuse('failed', outcome.code, `The target could not be looked up: ${outcome.message}`)
      }
      const { operation, proposal, title } = prepared
      const decision = decide(parts.policy(), operation, proposal)
      switch (decision.verdict) {
        case 'deny':
          return await refuse('denied', 'blocked', decision.message)
        case 'ask': {
          const approval = await approvals.ask(call, proposal, decision.rule, title)
          return waiting(approval)
        }
        case 'allow': {
          if (operation.risk === 'read') return await read(call, title, decision.permit)
          const opened = await dispatches.open({
            callId: call.id,
            proposal,
            watchAfter: await newestActivity(proposal),
            entry: entryFor(call, 'call-sent', `Sent: ${title}`, { rule: decision.rule, digest: digestOf(proposal) }),
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

  async function read(call: Call, title: string, permit: Parameters<Executor['execute']>[0]): Promise<Outcome> {
    let outcome: Outcome
    try {
      outcome = { status: 'done', callId: call.id, data: await executor.execute(permit) }
    } catch (error) {
      const ended = outcomeOfError(error, call.id)
      // A read that got lost changed nothing; it has failed, that is all.
      outcome = ended.status === 'unknown' ? { ...ended, status: 'failed', message: readLost(error) } : ended
    }
    await audit.append(entryFor(call, 'call-ended', title, statusData(outcome)))
    return outcome
  }

  /** Sends with the intent already on disk, and writes down how it ended. */
  async function send(
    call: Pick<Call, 'id' | 'actor' | 'connection' | 'door' | 'operation'>,
    proposal: Proposal,
    title: string,
    permit: Parameters<Executor['execute']>[0],
    approvalId?: string,
  ): Promise<Outcome> {
    let outcome: Outcome
    try {
      await executor.execute(permit, () => step('after-send'))
      outcome = { status: 'accepted', callId: call.id, ...(approvalId !== undefined && { approvalId }) }
    } catch (error) {
      outcome = outcomeOfError(error, call.id, approvalId)
    }
    step('before-outcome')
    const mayHaveRun = outcome.status === 'accepted' || outcome.status === 'unknown'
    const watch = mayHaveRun && leavesReceipt(proposal.operation) ? clock.now() + receiptTimes.watchFor : undefined
    const entry = entryFor(
      call,
      'call-ended',
      `${outcomeWords[outcome.status]}: ${title}`,
      statusData(outcome),
      approvalId,
    )
    const written = await dispatches.close(call.id, outcome, entry, watch)
    return written ? outcome : ((await outcomeOf(call.id)) ?? outcome)
  }

  async function newestActivity(proposal: Proposal): Promise<number | undefined> {
    const device = proposal.targets.find(({ resource }) => resource === 'device')
    if (device === undefined || !leavesReceipt(proposal.operation)) return undefined
    const answer = await readFor(proposal.actor, proposal.connection)('devices.listActivities', {
      id: device.id,
      pageSize: 10,
    })
    const { activities } = answer as { activities: { id: number }[] }
    return Math.max(0, ...activities.map(({ id }) => id))
  }

  async function carryOut(approvalId: string): Promise<Outcome> {
    const approval = await approvals.find(approvalId)
    if (approval === undefined) throw new GatewayError('not_found', `There is no approval ${approvalId}.`)
    const actor = JSON.parse(approval.actor) as Actor
    const kept = JSON.parse(approval.proposal) as Proposal
    const call = {
      id: approval.call_id,
      actor,
      connection: approval.connection,
      operation: approval.operation,
      door: approval.door as Call['door'],
    }
    const settled = async () => (await outcomeOf(call.id)) ?? waiting(approval)
    if (approval.state !== 'approved' || (await dispatches.find(call.id))) return settled()

    // The record itself must still be what was approved …
    if (sha256(canonicalJson(kept)) !== approval.digest) {
      await approvals.decide(approvalId, { type: 'stale' })
      return settled()
    }
    // … and so must what it amounts to today: same targets, same script, same policy, same request.
    let prepared: Prepared
    let request: DispatchRequest
    try {
      prepared = await prepare(kept.operation, kept.input, actor, approval.connection)
      request = {
        callId: call.id,
        proposal: prepared.proposal,
        watchAfter: await newestActivity(prepared.proposal),
        entry: entryFor(call, 'call-sent', `Sent: ${prepared.title}`, { digest: approval.digest }, approvalId),
      }
    } catch (error) {
      if (error instanceof GatewayError) {
        // What was approved cannot even be proposed any more: the device is gone, the field is no longer legal.
        await approvals.decide(approvalId, { type: 'stale' })
        return settled()
      }
      const outcome = outcomeOfError(error, call.id, approvalId)
      if (outcome.status !== 'failed' && outcome.status !== 'unknown') throw error
      const message = `Approved, but not sent: the target could not be looked up. ${outcome.message.replace(unknownMessage, '').trim()}`
      const failed: Outcome = { ...outcome, status: 'failed', message }
      const entry = entryFor(call, 'call-ended', `Not sent: ${approval.title}`, statusData(failed), approvalId)
      await dispatches.refuse(
        approvalId,
        approval.digest,
        { callId: call.id, proposal: kept, watchAfter: undefined, entry },
        failed,
      )
      return settled()
    }
    const { operation, proposal, title } = prepared
    if (digestOf(proposal) !== approval.digest) {
      await approvals.decide(approvalId, { type: 'stale' })
      return settled()
    }
    step('before-claim')
    const claim = await dispatches.claim(approvalId, approval.digest, request)
    if (claim === undefined) return settled()
    step('after-claim')
    const decision = decide(parts.policy(), operation, proposal, claim)
    if (decision.verdict !== 'allow') {
      const message = decision.verdict === 'deny' ? decision.message : 'The call is no longer approved.'
      const denied: Outcome = { status: 'denied', callId: call.id, approvalId, code: 'blocked', message }
      await dispatches.close(
        call.id,
        denied,
        entryFor(call, 'call-ended', `Blocked: ${title}`, statusData(denied), approvalId),
      )
      return denied
    }
    return send(call, proposal, title, decision.permit, approvalId)
  }

  function waiting(approval: ApprovalRow): Outcome {
    return {
      status: 'waiting',
      callId: approval.call_id,
      approvalId: approval.id,
      phase: approval.state === 'pending' ? 'deciding' : 'sending',
      expiresAt: approval.state === 'pending' ? approval.expires_at : (approval.start_by ?? approval.expires_at),
      url: parts.approvalUrl(approval.id),
    }
  }

  async function outcomeOf(callId: string): Promise<Outcome | undefined> {
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
          message: 'What was shown is no longer what would be sent. Ask again.',
        }
      case 'withdrawn':
        return { status: 'denied', ...ids, code: 'withdrawn', message: 'The request was withdrawn.' }
      default: {
        const impossible: never = approval.state
        throw new TypeError(`unknown state ${impossible}`)
      }
    }
  }

  return {
    invoke,
    carryOut,
    outcomeOf,
    readFor,
    listOperations: (connection) =>
      catalogue.filter((operation) => verdictFor(parts.policy(), operation, connection) !== 'deny'),
  }
}

const expired = { code: 'expired', message: 'Nobody decided in time. Ask again if it is still wanted.' } as const

const outcomeWords: Record<Outcome['status'], string> = {
  done: 'Done',
  accepted: 'Accepted by NinjaOne',
  waiting: 'Waits',
  denied: 'Denied',
  failed: 'Failed, nothing was executed',
  unknown: 'Outcome unknown',
}

function statusData(outcome: Outcome): Record<string, unknown> {
  return { status: outcome.status, ...('code' in outcome && { code: outcome.code, message: outcome.message }) }
}

function readLost(error: unknown): string {
  return error instanceof Error && error.name === 'KunaiApiError' ? error.message : 'The answer could not be read.'
}

function rejection(approval: ApprovalRow): string {
  const { name } = JSON.parse(approval.decided_by ?? '{"name":"A person"}') as { name: string }
  return `${name} denied it: ${approval.decision_reason}`
}

function endedOutcome(dispatch: DispatchRow): Outcome {
  const outcome = JSON.parse(dispatch.outcome ?? 'null') as Outcome
  return dispatch.receipt === null
    ? outcome
    : ({ ...outcome, receipt: JSON.parse(dispatch.receipt) as Receipt } as Outcome)
}
