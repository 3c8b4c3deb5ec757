/**
 * What an action is: something the gateway itself can do, as data plus a `run`.
 * Operations describe NinjaOne; actions describe us. The HTTP door walks the list of them.
 */
import type { Clock } from '@kunai/api/clock'
import type { z } from 'zod'
import type { Accounts, Session } from '../accounts/index.ts'
import type { Approvals, Dispatches } from '../approvals/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Actor, Connection } from '../call/index.ts'
import type { Corridor } from '../corridor/index.ts'
import type { Jobs } from '../jobs/index.ts'
import type { Policy } from '../policy/index.ts'

/** Who has been recognised at the door. MCP clients are not among them: their only way in is `/mcp`. */
export type Principal =
  | { readonly kind: 'person'; readonly session: Session }
  | { readonly kind: 'cli' }
  | { readonly kind: 'owner' }

/** What actions work with. */
export interface Parts {
  readonly corridor: Corridor
  readonly approvals: Approvals
  readonly dispatches: Dispatches
  readonly audit: Audit
  readonly accounts: Accounts
  readonly connections: readonly Connection[]
  readonly policy: () => Policy
  readonly clock: Clock
  readonly version: string
  readonly jobs: Jobs
  readonly signInUrl: (token: string) => string
  /** Page where a person decides. */
  readonly approvalUrl: (approvalId: string) => string
  /** Carries out an approved call without making the person wait for NinjaOne. */
  readonly carryOutSoon: (approvalId: string) => void
}

export interface Action<Input extends z.ZodObject = z.ZodObject> {
  readonly id: string
  readonly summary: string
  readonly http: { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: `/api/${string}` }
  /** Who may use it; nobody else, whatever they hold. */
  readonly principals: readonly Principal['kind'][]
  /** True for what decides about an approval: `person` alone may be its principal, and a test holds it to that. */
  readonly decides: boolean
  readonly input: Input
  run(parts: Parts, principal: Principal, input: z.output<Input>): Promise<unknown>
}

export function defineAction<Input extends z.ZodObject>(action: Action<Input>): Action<Input> {
  return action
}

/** The principal as a caller of operations. */
export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case 'person':
      return { kind: 'person', ...principal.session.person }
    case 'cli':
      return { kind: 'agent', id: 'cli', name: 'command line', onBehalfOf: 'owner' }
    case 'owner':
      return { kind: 'person', id: 'owner-terminal', name: "the owner's terminal" }
    default: {
      const impossible: never = principal
      throw new TypeError(`unknown principal ${impossible}`)
    }
  }
}
