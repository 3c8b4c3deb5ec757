/** What would happen to a call and by which rule. Reads the policy and nothing else: no lookup, no approval, no audit. */
import { findInRegistry, resources } from '@kunai/api/operation'
import { type ExactRequest, parseInput, toRequest } from '@kunai/api/request'
import { findOperation, GatewayError, phraseOf, showProposal } from '../call/index.ts'
import { ruleFor, rulesFor, type Verdict, verdictFor } from '../policy/index.ts'
import { takesName } from './names.ts'
import type { CorridorParts } from './parts.ts'

export interface Simulated {
  readonly operation: string
  readonly connection: string
  readonly verdict: Verdict
  /** The rule that decides; `none` when no rule allows it. */
  readonly rule: string
  /** Every rule that has a say, the deciding one included. */
  readonly rules: readonly { readonly id: string; readonly verdict: Verdict }[]
  /** What would be sent; null without an input, or when it cannot be told without asking NinjaOne. */
  readonly request: ExactRequest | null
  readonly title: string | null
  /** Why there is no request. */
  readonly message: string | null
}

export interface Supposed {
  readonly operation: string
  readonly connection: string
  readonly tool?: string | undefined
  readonly input?: Readonly<Record<string, unknown>> | undefined
}

export function createSimulator(parts: CorridorParts): (supposed: Supposed) => Promise<Simulated> {
  return async ({ operation: id, connection, tool, input }) => {
    const operation = findOperation(id)
    if (operation === undefined) throw new GatewayError('not_found', 'There is no operation of this id.')
    if (!parts.connections.some(({ name }) => name === connection)) {
      throw new GatewayError('unknown_connection', 'There is no connection of this name.')
    }
    const policy = await parts.policy.fresh()
    const asked = { operation, connection, tool }
    const rule = ruleFor(policy, asked)
    const facts = {
      operation: id,
      connection,
      verdict: verdictFor(policy, operation, connection, tool),
      rule: rule?.id ?? 'none',
      rules: rulesFor(policy, asked).map((one) => ({ id: one.id, verdict: one.verdict })),
    }
    const without = (message: string | null) => ({ ...facts, request: null, title: null, message })
    if (input === undefined) return without(null)
    const named = Object.entries(input).find(([field, value]) => {
      const schema = operation.input.shape[field]
      const kind = schema && findInRegistry(resources, schema)?.resource
      return kind !== undefined && takesName(kind) && typeof value === 'string' && !/^\d+$/.test(value)
    })
    if (named)
      return without(`${named[0]}: the name would be looked up in NinjaOne first; give the id to see the request.`)
    const parsed = parseInput(operation, input)
    if (!parsed.ok) return without(`It would be refused: ${parsed.message}`)
    const request = toRequest(operation, parsed.input)
    return {
      ...facts,
      request: showProposal({ operation: id, input: parsed.input, request }, () => 'none, nothing is kept').request,
      title: phraseOf(operation, parsed.input, []),
      message: null,
    }
  }
}
