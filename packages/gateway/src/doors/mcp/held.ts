/**
 * A call that waits for a person, told to a client that can open a page: it is asked to open the page of the approval
 * (elicitation of mode `url`), and answered afterwards. The page decides nothing for whoever merely opens it: that takes
 * a signed-in person. So what the client says (opened, declined, closed) changes nothing about the call; who asked for a
 * call takes it back with ninja-withdraw-call.
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Outcome } from '../../call/index.ts'

type Waiting = Extract<Outcome, { status: 'waiting' }>

/** Well below a minute, after which common clients give up on the tool call, and would never learn its callId. */
const answerMsMax = 30_000

const message =
  'This waits for a person to decide. Open the approval in Kunai? Nothing is sent before somebody has approved it there.'

const statePrefix = 'held:'

/**
 * Asks a client that declares it to open the page of the approval; any other is answered with the handle at once.
 * @returns what to answer instead of the outcome, for clients that call again with their answer (2026-07-28).
 */
export async function offerPage(
  outcome: Waiting,
  server: Server,
  { mcpReq }: ServerContext,
): Promise<InputRequiredResult | undefined> {
  const { url, callId, approvalId } = outcome
  if (mcpReq.envelope !== undefined) {
    const declared = (mcpReq.envelope as Record<string, unknown>)[CLIENT_CAPABILITIES_META_KEY]
    if (!(declared as ClientCapabilities | undefined)?.elicitation?.url) return undefined
    const inputRequests = { approval: inputRequired.elicitUrl({ message, url }) }
    return inputRequired({ inputRequests, requestState: statePrefix + callId })
  }
  // Without a session nothing is declared, and nobody could be asked.
  if (!server.getClientCapabilities()?.elicitation?.url) return undefined
  const params = { mode: 'url' as const, message, url, elicitationId: approvalId }
  // No answer, or one that cannot be read, is no fault: the call is held, and its handle is the answer.
  // Sent on the stream of the call: there is no other on which a server could ask.
  const asking = mcpReq.send({ method: 'elicitation/create', params }, { timeout: answerMsMax, signal: mcpReq.signal })
  await asking.catch(() => undefined)
  return undefined
}

/**
 * The call that this request goes on with, instead of being one of its own.
 * @returns undefined for a call of its own; null for an answer to a question that we did not ask. Which call it names is
 * the client's word: whether it may be told of it is looked up like for any other.
 */
export function continuedCall({ mcpReq }: ServerContext): string | null | undefined {
  const state = mcpReq.requestState<unknown>()
  if (state === undefined && mcpReq.inputResponses === undefined) return undefined
  if (typeof state !== 'string' || !state.startsWith(statePrefix)) return null
  return state.slice(statePrefix.length)
}
