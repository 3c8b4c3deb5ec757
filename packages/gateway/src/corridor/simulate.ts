/** What would happen to a call and by which rule. Reads the policy and nothing else: no lookup, no approval, no audit. */
import type { Operation } from '@kunai/api/operation'
import { type ExactRequest, parseInput, toRequest } from '@kunai/api/request'
import type { z } from 'zod'
import {
  bashRequest,
  findOperation,
  GatewayError,
  type Meant,
  meantBy,
  phraseOf,
  runBash,
  showProposal,
} from '../call/index.ts'
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
    const asked = findOperation(id)
    if (asked === undefined) throw new GatewayError('not_found', 'There is no operation of this id.')
    const settings = parts.connections.find(({ name }) => name === connection)
    if (settings === undefined) throw new GatewayError('unknown_connection', 'There is no connection of this name.')
    const policy = await parts.policy.fresh()
    const factsOf = (operation: Operation) => ({
      operation: operation.id,
      connection,
      verdict: verdictFor(policy, operation, connection, tool),
      rule: ruleFor(policy, { operation, connection, tool })?.id ?? 'none',
      rules: rulesFor(policy, { operation, connection, tool }).map((one) => ({ id: one.id, verdict: one.verdict })),
    })
    const without = (message: string | null) => ({ ...factsOf(asked), request: null, title: null, message })
    if (input === undefined) return without(null)
    const named = Object.entries(input).find(
      ([field, value]) =>
        takesName(asked.input.shape[field] as z.ZodType | undefined) &&
        typeof value === 'string' &&
        !/^\d+$/.test(value),
    )
    if (named)
      return without(`${named[0]}: the name would be looked up in NinjaOne first; give the id to see the request.`)
    const parsed = parseInput(asked, input)
    if (!parsed.ok) return without(`It would be refused: ${parsed.message}`)
    const runner = settings.bashRunnerScriptId
    let meant: Meant
    try {
      // A run of the bash runner's script is judged as bash.
      meant = meantBy(asked, parsed.input, runner)
    } catch (error) {
      if (error instanceof GatewayError) return without(`It would be refused: ${error.message}`)
      throw error
    }
    const { operation } = meant
    const isBash = operation.id === runBash.id && runner !== undefined
    // The receipt's nonce follows from a call, and there is none yet.
    const request = isBash ? bashRequest(meant.input, runner, 'call_simulated') : toRequest(operation, meant.input)
    return {
      ...factsOf(operation),
      request: showProposal({ operation: operation.id, input: meant.input, request }, () => 'none, nothing is kept')
        .request,
      title: phraseOf(operation, meant.input, []),
      message: null,
    }
  }
}
