/**
 * The only file that sends. It takes a permit and nothing else, and turns every way a request can end into an outcome.
 */
import { type Client, KunaiApiError } from '@kunai/api'
import type { Clock } from '@kunai/api/clock'
import { GatewayError, type Outcome } from '../call/index.ts'
import { type Permit, redeemPermit } from '../policy/index.ts'

export interface Executor {
  /**
   * Sends what the permit carries, once.
   * @throws KunaiApiError, whose `execution` says whether it may have been carried out.
   */
  execute(permit: Permit, onAnswer?: () => void): Promise<unknown>
}

/**
 * How long a permitted command may wait for its turn (others go first, NinjaOne asks for patience, a token is due).
 * Whoever approved it expects it to run now; after this it does not leave at all.
 */
const leavesWithinMs = 120_000

/** @param clients one per connection, by name. */
export function createExecutor(clients: ReadonlyMap<string, Client>, clock: Clock): Executor {
  return {
    async execute(permit, onAnswer) {
      const { operation, proposal } = redeemPermit(permit)
      const client = clients.get(proposal.connection)
      if (client === undefined) {
        throw new GatewayError('unknown_connection', `There is no connection "${proposal.connection}".`)
      }
      const lastMs = clock.now() + leavesWithinMs
      const onSend = () => {
        if (clock.now() > lastMs) throw new GatewayError('too_late', 'It waited too long for its turn.')
      }
      const answer = await client.send(operation, proposal.request, operation.risk === 'read' ? {} : { onSend })
      onAnswer?.()
      return answer
    },
  }
}

/** True when NinjaOne itself says that the thing does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof KunaiApiError && error.execution === 'refused' && error.status === 404
}

/** True when NinjaOne asks for more patience than the client has; nothing was executed. */
export function isRateLimited(error: unknown): boolean {
  return error instanceof KunaiApiError && error.kind === 'rate_limited' && error.execution !== 'unknown'
}

/** The outcome of a send that threw. Anything we do not recognise may have been carried out. */
export function outcomeOfError(error: unknown, callId: string, approvalId?: string): Outcome {
  const ids = { callId, ...(approvalId !== undefined && { approvalId }) }
  if (error instanceof GatewayError) return { status: 'denied', ...ids, code: error.code, message: error.message }
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

/** Why a read did not work, in words for people; a fault of ours is rethrown, because it is nobody's answer. */
export function lookupMessage(error: unknown): string {
  if (error instanceof KunaiApiError) return error.message
  throw error
}

export const unknownMessage =
  'It may or may not have been carried out. Kunai does not repeat it; look at the device before asking again.'
