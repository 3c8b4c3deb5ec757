/**
 * What becomes of a tool call: the operation it names, or the one that a tool of ours stands for, asked of the corridor;
 * and the outcome as the tool's answer. Decides nothing about what a call may do.
 */
import type { Operation } from '@kunai/api/operation'
import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { AgentBatches } from '../../actions/index.ts'
import type { Actor, Outcome } from '../../call/index.ts'
import type { Corridor } from '../../corridor/index.ts'
import { callBatchTool } from './batch-tools.ts'
import { continuedCall, offerPage } from './held.ts'
import { doorTakesReason, reasonLengthMax } from './input-schema.ts'
import { exactListCall, isListOperation, type ListAnswer, readListAnswer, readListCall } from './lists.ts'
import { type OutcomeToolParts, tellOutcome } from './outcome-tool.ts'
import type { OwnTool } from './own-tool.ts'
import { findOwnTool } from './profiles.ts'
import { toToolResult } from './result.ts'
import { outcomeToolName, withdrawToolName } from './tool-names.ts'
import { findOperationTool } from './tools.ts'
import { withdrawCall } from './withdraw-tool.ts'

export interface CallParts extends OutcomeToolParts {
  readonly corridor: Pick<Corridor, 'invoke' | 'outcomeOf' | 'isFollowed' | 'listOperations' | 'withdraw'>
  /** Absent in doors that offer none. */
  readonly batches?: AgentBatches
  readonly newCallId: () => string
}

/** An outcome and, of a list, its rows cut to what was asked for. */
export interface Told {
  readonly outcome: Outcome
  readonly list?: ListAnswer | undefined
}

export interface Calls {
  /** @returns undefined when there is no such tool. */
  callTool(
    actor: Actor,
    params: CallToolRequest['params'],
    context: ServerContext,
    server: Server,
  ): Promise<CallToolResult | InputRequiredResult | undefined>
  /** An operation as its own tool would run it. */
  run(operation: Operation, actor: Actor, given: Readonly<Record<string, unknown>>, tool: string): Promise<Told>
}

/** @param connection asked anew for each call: the default may change while we run. */
export function createCalls(parts: CallParts, connection: () => string): Calls {
  async function tell(actor: Actor, params: CallToolRequest['params'], signal: AbortSignal): Promise<Told | undefined> {
    const { name, arguments: input = {} } = params
    if (name === outcomeToolName) return { outcome: await tellOutcome(parts, actor, input, signal) }
    if (name === withdrawToolName) return { outcome: await withdrawCall(parts, actor, input) }
    // Also what policy hides: the corridor refuses it by the rule that hid it, and writes that down.
    const found = findOperationTool(name)
    if (found !== undefined) return run(found.operation, actor, input, name)
    const own = findOwnTool(name)
    if (own !== undefined) return interpret(own, actor, input)
    const outcome = await callBatchTool(parts.batches, actor, connection(), name, input)
    return outcome && { outcome }
  }

  /** A tool of the gateway's own: an answer at once, or the call it stands for. */
  async function interpret(own: OwnTool, actor: Actor, given: Record<string, unknown>): Promise<Told> {
    const meant = own.interpret(given, await parts.corridor.listOperations(connection()))
    if ('data' in meant) return { outcome: { status: 'done', callId: '', data: meant.data } }
    if ('refusal' in meant) return { outcome: { status: 'failed', callId: '', ...meant.refusal } }
    const { operation, input, reason } = meant
    // An operation that knows a reason of its own is given it in its input; any other takes it beside.
    const reasoned = reason === undefined || 'reason' in input ? input : { ...input, reason }
    // A generic call is sent as it is written; only its answer is read like any other.
    return run(operation, actor, reasoned, own.tool.name, meant.isExact === true)
  }

  /** A call, and its answer: lists take what all lists take, and say whether they are whole. */
  async function run(
    operation: Operation,
    actor: Actor,
    given: Readonly<Record<string, unknown>>,
    tool: string,
    isExact = false,
  ): Promise<Told> {
    if (!isListOperation(operation)) return { outcome: await invoke(operation, actor, given, tool) }
    const call = isExact ? exactListCall(given) : readListCall(operation, given)
    if ('message' in call) {
      return { outcome: { status: 'failed', callId: '', code: 'invalid_input', message: call.message } }
    }
    const outcome = await invoke(operation, actor, call.input, tool)
    return { outcome, list: outcome.status === 'done' ? readListAnswer(operation, call, outcome.data) : undefined }
  }

  async function invoke(
    operation: Operation,
    actor: Actor,
    given: Readonly<Record<string, unknown>>,
    tool: string,
  ): Promise<Outcome> {
    const id = parts.newCallId()
    const { reason, ...rest } = given
    if (operation.risk !== 'read' && reason !== undefined && !isReason(reason)) {
      const message = `reason: give text of at most ${reasonLengthMax} characters.`
      return { status: 'failed', callId: id, code: 'invalid_input', message }
    }
    const input = doorTakesReason(operation) ? rest : given
    return parts.corridor.invoke({
      id,
      operation: operation.id,
      input,
      actor,
      connection: connection(),
      door: 'mcp',
      tool,
      ...(operation.risk !== 'read' && isReason(reason) && { reason }),
    })
  }

  return {
    run,
    async callTool(actor, params, context, server) {
      const { signal } = context.mcpReq
      const continued = continuedCall(context)
      if (continued === null) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'This answers nothing that was asked. Call anew.')
      }
      // Never the call itself a second time: it is held already.
      if (continued !== undefined) {
        return toToolResult(await tellOutcome(parts, actor, { callId: continued }, signal))
      }
      const told = await tell(actor, params, signal)
      if (told === undefined) return undefined
      const { outcome, list } = told
      // Whoever asks what became of a call has been offered the page before.
      if (outcome.status !== 'waiting' || outcome.phase !== 'deciding' || params.name === outcomeToolName) {
        return toToolResult(outcome, list)
      }
      const offered = await offerPage(outcome, server, context)
      return offered ?? toToolResult((await parts.corridor.outcomeOf(outcome.callId)) ?? outcome)
    },
  }
}

function isReason(value: unknown): value is string {
  return typeof value === 'string' && value.length <= reasonLengthMax
}
