/** From a call to a proposal: parse the input, look up what it points at, build the exact request. Changes nothing. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import { type Actor, GatewayError, type Proposal, phraseOf, type Target } from '../call/index.ts'
import { decide, verdictFor } from '../policy/index.ts'
import { isNotFound } from './execute.ts'
import { resolveNames } from './names.ts'
import type { CorridorParts, Prepared } from './parts.ts'
import { type Read, referencesIn, resolveTargets } from './references.ts'

const operations = new Map(catalogue.map((operation) => [operation.id, operation]))

export interface Preparer {
  /** Reads that help to decide, through the same policy as everything else; undefined when there is no such thing. */
  readFor(actor: Actor, connection: string): Read
  /**
   * @param read where facts come from, instead of NinjaOne asked anew for each.
   * @throws GatewayError for what the caller can mend, KunaiApiError when a lookup failed.
   */
  prepare(operationId: string, input: unknown, actor: Actor, connection: string, read?: Read): Promise<Prepared>
  /** The exact proposal of a parsed input. */
  propose(
    operation: Operation,
    input: Record<string, unknown>,
    actor: Actor,
    connection: string,
    targets: readonly Target[],
  ): Proposal
}

export function createPreparer(parts: CorridorParts): Preparer {
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

  function readFor(actor: Actor, connection: string): Read {
    return async (id, input) => {
      const operation = operations.get(id)
      if (operation?.risk !== 'read') throw new GatewayError('not_a_read', `${id} is not a read.`)
      const decision = decide(parts.policy(), operation, propose(operation, input, actor, connection, []))
      if (decision.verdict !== 'allow') {
        throw new GatewayError('read_blocked', `Policy does not let ${id} through, which is needed to look this up.`)
      }
      try {
        return await parts.executor.execute(decision.permit)
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    }
  }

  return {
    readFor,
    propose,
    async prepare(operationId, input, actor, connection, read = readFor(actor, connection)) {
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
      // Before anything is looked up: what is blocked does not even cause reads.
      if (verdictFor(parts.policy(), operation, connection) === 'deny') {
        throw new GatewayError('blocked', `${operation.id} is blocked by policy.`)
      }
      const parsed = parseInput(operation, await resolveNames(operation, input, read))
      if (!parsed.ok) throw new GatewayError('invalid_input', parsed.message)
      // A read harms nobody and may be asked a thousand times a minute: nothing is looked up for it.
      const targets = operation.risk === 'read' ? [] : await resolveTargets(referencesIn(operation, parsed.input), read)
      const proposal = propose(operation, parsed.input, actor, connection, targets)
      return { operation, proposal, title: phraseOf(operation, parsed.input, targets) }
    },
  }
}
