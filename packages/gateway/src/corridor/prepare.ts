/** From a call to a proposal: parse the input, look up what it points at, build the exact request. Changes nothing. */
import type { Operation } from '@kunai/api/operation'
import { parseInput, toRequest } from '@kunai/api/request'
import {
  type Actor,
  bashRequest,
  checkBashTarget,
  findOperation,
  GatewayError,
  meantBy,
  type Proposal,
  phraseOf,
  runBash,
  type Target,
} from '../call/index.ts'
import { decide, type Policy, verdictFor, versionFor } from '../policy/index.ts'
import { isNotFound } from './execute.ts'
import type { Names } from './names.ts'
import { offlineOf } from './outcomes.ts'
import type { CorridorParts, Prepared } from './parts.ts'
import { type Read, referencesIn, resolveTargets } from './references.ts'

/** Who decides reads at once that nothing will happen for now. Shown and not bound: it may change in the meantime. */
function titleOf(operation: Operation, input: Readonly<Record<string, unknown>>, targets: readonly Target[]): string {
  const title = phraseOf(operation, input, targets)
  const offline = offlineOf(targets)
  return offline.length === 0 ? title : `${title} (offline now)`
}

export interface Preparer {
  /** Reads that help to decide, through the same policy as everything else; undefined when there is no such thing. */
  readFor(actor: Actor, connection: string, identity?: Operation['identity']): Read
  /**
   * @param read where facts come from, instead of NinjaOne asked anew for each.
   * @throws GatewayError for what the caller can mend, KunaiApiError when a lookup failed.
   */
  prepare(wanted: Wanted, policy: Policy, read?: Read): Promise<Prepared>
  /** The exact proposal of a parsed input. */
  propose(
    policy: Policy,
    operation: Operation,
    input: Readonly<Record<string, unknown>>,
    by: Pick<Wanted, 'actor' | 'connection' | 'tool'>,
    targets: readonly Target[],
  ): Proposal
}

/** What a call and what is kept of it have in common. */
export interface Wanted {
  readonly callId: string
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  readonly connection: string
  readonly tool?: string | undefined
}

export function createPreparer(parts: CorridorParts, names: Names): Preparer {
  function propose(
    policy: Policy,
    operation: Operation,
    input: Readonly<Record<string, unknown>>,
    { actor, connection, tool }: Pick<Wanted, 'actor' | 'connection' | 'tool'>,
    targets: readonly Target[],
    request = toRequest(operation, input),
  ): Proposal {
    const policyVersion = versionFor(policy, { operation, connection, tool })
    const tenant = parts.connections.find(({ name }) => name === connection)?.tenant
    const { id, risk } = operation
    const by = tool === undefined ? {} : { tool }
    return { connection, tenant, actor, operation: id, risk, ...by, targets, input, request, policyVersion }
  }

  function readFor(actor: Actor, connection: string, identity?: Operation['identity']): Read {
    return async (id, input) => {
      const known = findOperation(id)
      const operation = known && identity ? { ...known, identity } : known
      if (operation?.risk !== 'read') throw new GatewayError('not_a_read', `${id} is not a read.`)
      const policy = await parts.policy.current()
      const decision = decide(policy, operation, propose(policy, operation, input, { actor, connection }, []))
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
    async prepare({ operation: operationId, input, actor, connection, tool, callId }, policy, given) {
      const asked = findOperation(operationId)
      if (asked === undefined) {
        throw new GatewayError(
          'unknown_operation',
          `There is no operation "${operationId}". List them with: kunai operations`,
        )
      }
      const settings = parts.connections.find(({ name }) => name === connection)
      if (settings === undefined) {
        const known = parts.connections.map(({ name }) => `"${name}"`).join(', ')
        throw new GatewayError('unknown_connection', `There is no connection "${connection}". Known: ${known}.`)
      }
      // Before anything is looked up: what is blocked does not even cause reads.
      const refuseBlocked = (operation: Operation) => {
        if (verdictFor(policy, operation, connection, tool) !== 'deny') return
        throw new GatewayError('blocked', `${operation.id} is blocked by policy.`)
      }
      refuseBlocked(asked)
      const read = given ?? readFor(actor, connection)
      const parsed = parseInput(asked, await names.resolve(asked, input, read, { connection, actorId: actor.id }))
      if (!parsed.ok) throw new GatewayError('invalid_input', parsed.message)
      const runner = settings.bashRunnerScriptId
      const { operation, input: meant } = meantBy(asked, parsed.input, runner)
      if (operation !== asked) refuseBlocked(operation)
      const references = referencesIn(operation, meant)
      const isBash = operation.id === runBash.id && runner !== undefined
      if (isBash) references.push({ resource: 'script', id: runner })
      // A read harms nobody and may be asked a thousand times a minute: nothing is looked up for it.
      const targets = operation.risk === 'read' ? [] : await resolveTargets(references, read)
      if (isBash) checkBashTarget(targets)
      const request = isBash ? bashRequest(meant, runner, callId) : toRequest(operation, meant)
      const proposal = propose(policy, operation, meant, { actor, connection, tool }, targets, request)
      return { operation, proposal, title: titleOf(operation, meant, targets) }
    },
  }
}
