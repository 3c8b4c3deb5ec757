/**
 * What an action is: something the gateway itself can do, as data plus a `run`.
 * Operations describe NinjaOne; actions describe us. The HTTP door walks the list of them.
 */
import type { Clock } from '@kunai/api/clock'
import type { z } from 'zod'
import type { Accounts, Person, Session } from '../accounts/index.ts'
import type { Approvals, Dispatches } from '../approvals/index.ts'
import type { Audit } from '../audit/index.ts'
import { type Actor, type Connection, GatewayError } from '../call/index.ts'
import type { ConnectionKeeper } from '../connections/index.ts'
import type { Corridor } from '../corridor/index.ts'
import type { Jobs } from '../jobs/index.ts'
import type { PolicySource } from '../policy/index.ts'
import type { Rulebook } from '../rulebook/index.ts'
import type { Webhooks } from '../webhooks/index.ts'

/** Who has been recognised at the door. MCP clients are not among them: their only way in is `/mcp`. */
export type Principal =
  | { readonly kind: 'person'; readonly session: Session }
  | { readonly kind: 'cli' }
  | { readonly kind: 'owner' }

/** What actions work with. */
/** What agents call operations; the door for agents decides it. */
export interface ToolNames {
  readonly nameOf: (operation: string) => string
  /** By the names that the outside world uses already. */
  readonly wellKnown: ReadonlySet<string>
}

export interface Parts {
  readonly corridor: Corridor
  readonly approvals: Approvals
  readonly dispatches: Dispatches
  readonly audit: Audit
  readonly accounts: Accounts
  readonly webhooks: Webhooks
  /** Kept up to date in place. */
  readonly connections: readonly Connection[]
  readonly connectionKeeper: ConnectionKeeper
  readonly policy: PolicySource
  readonly rulebook: Rulebook
  /** Tells whether two secrets are the same, and nothing else. */
  readonly fingerprint: (secret: string) => string
  readonly clock: Clock
  readonly version: string
  readonly jobs: Jobs
  readonly signInUrl: (token: string) => string
  readonly tools: ToolNames
  /** Page where a person decides. */
  readonly approvalUrl: (approvalId: string) => string
  /** Carries out an approved call without making the person wait for NinjaOne. */
  readonly carryOutSoon: (approvalId: string) => void
}

export interface Action<Input extends z.ZodObject = z.ZodObject> {
  readonly id: string
  readonly summary: string
  readonly http: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: `/api/${string}` }
  /** Who may use it; nobody else, whatever they hold. */
  readonly principals: readonly Principal['kind'][]
  /** True when of all people only the owner may. */
  readonly ownerOnly?: boolean
  /** True for what decides about an approval or about policy: `person` alone may be its principal, and a test holds it to that. */
  readonly decides: boolean
  /** Bytes of a request at most, where it may be more than the door's usual. */
  readonly bodyBytesMax?: number
  readonly input: Input
  run(parts: Parts, principal: Principal, input: z.output<Input>): Promise<unknown>
}

/** An answer that is a file: the door sends it as it is written, and never holds it whole. */
export class Download {
  readonly name: string
  readonly mediaType: string
  readonly text: AsyncIterable<string>

  /** @param name without anything that a header could trip over. */
  constructor(name: string, mediaType: string, text: AsyncIterable<string>) {
    this.name = name
    this.mediaType = mediaType
    this.text = text
  }
}

export function defineAction<Input extends z.ZodObject>(action: Action<Input>): Action<Input> {
  return action
}

/** @throws GatewayError `forbidden` for everybody but a signed-in person who is an owner. */
export function ownerOf(principal: Principal): Person {
  // The door lets only people in here; this is the second lock, and the one that asks for the role.
  if (principal.kind !== 'person' || principal.session.role !== 'owner') {
    throw new GatewayError('forbidden', 'Only an owner of this gateway may change its policies.')
  }
  return principal.session.person
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
