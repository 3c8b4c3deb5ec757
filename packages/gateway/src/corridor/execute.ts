/**
 * The only file that sends. It takes a permit and nothing else, and turns every way a request can end into an outcome.
 */
import { type Client, KunaiApiError } from '@kunai/api'
import type { Clock } from '@kunai/api/clock'
import { carrierOf, GatewayError, type Outcome, type Proposal } from '../call/index.ts'
import { type Permit, redeemPermit } from '../policy/index.ts'

export interface ExecuteHooks {
  /** Asked right before the first byte leaves; if it throws, nothing leaves. Not for reads: they harm nobody. */
  readonly mayLeave?: () => void
  readonly onAnswer?: () => void
}

export interface Executor {
  /**
   * Sends what the permit carries, once.
   * @throws KunaiApiError, whose `execution` says whether it may have been carried out.
   */
  execute(permit: Permit, hooks?: ExecuteHooks): Promise<unknown>
}

/**
 * How long a permitted command may wait for its turn (others go first, NinjaOne asks for patience, a token is due).
 * Whoever approved it expects it to run now; after this it does not leave at all.
 */
const leavesWithinMs = 120_000

/**
 * @param clients one per connection, by name.
 * @param guard throws when the connection is no longer the one that the proposal was made for.
 */
export function createExecutor(
  clients: ReadonlyMap<string, Client>,
  clock: Clock,
  guard: (proposal: Proposal) => void = () => undefined,
): Executor {
  return {
    async execute(permit, { mayLeave, onAnswer } = {}) {
      const { operation, proposal } = redeemPermit(permit)
      guard(proposal)
      const client = clients.get(proposal.connection)
      if (client === undefined) {
        throw new GatewayError('unknown_connection', `There is no connection "${proposal.connection}".`)
      }
      const lastMs = clock.now() + leavesWithinMs
      const onSend = () => {
        if (clock.now() > lastMs) throw new GatewayError('too_late', 'It waited too long for its turn.')
        mayLeave?.()
      }
      const answer = await client.send(
        carrierOf(operation),
        proposal.request,
        operation.risk === 'read' ? {} : { onSend },
      )
      onAnswer?.()
      return answer
    },
  }
}

/** True when NinjaOne itself says that the thing does not exist. */
export function isNotFound(error: unknown): boolean {
  // By kind, not by status: a 404 of the token endpoint says that it does not know our application.
  return error instanceof KunaiApiError && error.execution === 'refused' && error.kind === 'not_found'
}

/** True when NinjaOne asks for more patience than the client has; nothing was executed. */
function isRateLimited(error: unknown): boolean {
  return error instanceof KunaiApiError && error.kind === 'rate_limited' && error.execution !== 'unknown'
}

/** What any other request of this connection would meet as well, until a person has done something about it. */
export const connectionCodes: ReadonlySet<string> = new Set(['reconnect_needed', 'not_authenticated'])

/** The code of a lookup that did not work: its own where that says what is to be done. */
export function lookupCode(error: unknown): string {
  if (isRateLimited(error)) return 'rate_limited'
  return error instanceof KunaiApiError && connectionCodes.has(error.code) ? error.code : 'lookup_failed'
}

/** The outcome of a send that threw. Anything we do not recognise may have been carried out. */
export function outcomeOfError(error: unknown, callId: string, approvalId?: string): Outcome {
  const ids = { callId, ...(approvalId !== undefined && { approvalId }) }
  const refusal = refusalOf(error)
  if (refusal) return { status: 'denied', ...ids, code: refusal.code, message: refusal.message }
  if (!(error instanceof KunaiApiError)) {
    return { status: 'unknown', ...ids, code: 'internal_fault', message: unknownMessage }
  }
  const incident = error.incidentId === undefined ? '' : ` (NinjaOne's incident id: ${error.incidentId})`
  switch (error.execution) {
    case 'not_sent':
      return { status: 'failed', ...ids, code: error.code, message: `${error.message} Nothing was sent.` }
    case 'refused':
      return { status: 'failed', ...ids, code: error.code, message: `${error.message}${incident}` }
    case 'unknown':
      return { status: 'unknown', ...ids, code: error.code, message: `${error.message} ${unknownMessage}${incident}` }
    default: {
      const impossible: never = error.execution
      throw new TypeError(`unknown execution ${impossible}`)
    }
  }
}

/** Our own refusal, also where the client wrapped what a hook threw before the first byte. */
function refusalOf(error: unknown): GatewayError | undefined {
  if (error instanceof GatewayError) return error
  if (!(error instanceof KunaiApiError) || error.execution !== 'not_sent') return undefined
  let cause = error.cause
  while (cause instanceof Error && !(cause instanceof GatewayError)) cause = cause.cause
  return cause instanceof GatewayError ? cause : undefined
}

/** Why a read did not work, in words for people; a fault of ours is rethrown, because it is nobody's answer. */
export function lookupMessage(error: unknown): string {
  if (error instanceof KunaiApiError) return error.message
  throw error
}

export const unknownMessage =
  'It may or may not have been carried out. Kunai does not repeat it; look at the device before asking again.'
