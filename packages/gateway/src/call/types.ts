/**
 * The words that every room of the gateway speaks. Types only, no behaviour.
 * Dates are ISO 8601 UTC strings; ids are opaque strings.
 */
import type { Risk } from '@kunai/api/operation'
import type { ExactRequest } from '@kunai/api/request'

export type { ExactRequest }

/** Who wants something. An agent always acts for a person or for itself; a job or schedule for its owner. */
export interface Actor {
  readonly kind: 'person' | 'agent' | 'job' | 'schedule'
  /** Stable: a person's id, a client key's name. */
  readonly id: string
  /** What people read. */
  readonly name: string
  /** The person behind an agent, job or schedule, when known. */
  readonly onBehalfOf?: string
}

/** A tenant's base URL and credentials, as far as anyone but the client needs to know it. */
export interface Connection {
  readonly name: string
  readonly kind: 'sandbox' | 'production'
  /** What the badge says, e.g. "SANDBOX · seed 42". */
  readonly label: string
  readonly baseUrl: string
  readonly isDefault: boolean
  /** Whose credentials these are, as an opaque word: it changes with the base URL and the applications. */
  readonly tenant?: string
  /** Library script that runs bash from its one parameter; without it nothing of the kind is sent. */
  readonly bashRunnerScriptId?: number
}

/** A way in. Doors translate, they never decide. */
export type Door = 'mcp' | 'http' | 'cli' | 'schedule'

/** What someone wants. `input` is as the caller wrote it until the corridor has parsed it. */
export interface Call {
  readonly id: string
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  /** Name of the connection (a tenant's base URL and credentials). */
  readonly connection: string
  readonly door: Door
  /** The tool of the MCP door that it came by: policy may be stricter about a generic tool than about an operation. */
  readonly tool?: string
  /** What the caller says of why. Untrusted text: shown as a claim, never read by policy. */
  readonly reason?: string
}

/** Something an operation's input points at, as NinjaOne knew it when we looked. */
export interface Target {
  readonly resource: 'organization' | 'device' | 'script' | 'alert'
  readonly id: number | string
  readonly name: string
  /** The client it belongs to; absent for things that belong to the whole tenant, such as scripts. */
  readonly organization?: { readonly id: number; readonly name: string }
  readonly nodeClass?: string
  /** Of a device that is not simply part of the fleet: it waits for approval, or was decommissioned. */
  readonly approvalStatus?: string
  /** When the thing itself last changed, for library scripts: an edit after asking makes the approval stale. */
  readonly updatedOn?: string
  /** Shown, never bound: it may change between asking and sending. */
  readonly offline?: boolean
}

/** Evidence in NinjaOne that a command was really carried out. */
export interface Receipt {
  readonly activityId: number
  readonly at: string
  readonly message: string
  /**
   * How NinjaOne says that it ended; absent while it has not. `unproven`: it ended, and what would prove that it did
   * what was asked is missing.
   */
  readonly result?: 'success' | 'failure' | 'unproven'
  readonly exitCode?: number
  /** What it printed, where NinjaOne wrote that down; cut to a few thousand characters. */
  readonly output?: string
  /** What NinjaOne ties the activities of one command together with. */
  readonly series?: string
}

/**
 * What a door receives, and the only thing it receives.
 * - `done`: a read's data; or a command of which NinjaOne wrote down that it ended well, with that receipt.
 * - `accepted`: NinjaOne took the command (204, or an answer such as the ticket that was made, in `data`); never called
 *   success. A receipt may follow.
 * - `waiting`: a person must decide.
 * - `denied`: policy or a person said no; nothing was sent.
 * - `failed`: without a receipt, it was refused or could not be sent, and nothing was executed; with one, it ran and
 *   NinjaOne wrote down that it did not end well (`command_failed`).
 * - `unknown`: it may or may not have been executed; never retried by itself.
 */
export type Outcome =
  | {
      readonly status: 'done'
      readonly callId: string
      readonly data: unknown
      readonly approvalId?: string
      readonly receipt?: Receipt
    }
  | {
      readonly status: 'accepted'
      readonly callId: string
      readonly data?: unknown
      readonly approvalId?: string
      readonly receipt?: Receipt
    }
  | {
      readonly status: 'waiting'
      readonly callId: string
      readonly approvalId: string
      /** `deciding`: a person has to. `sending`: approved, and on its way. */
      readonly phase: 'deciding' | 'sending'
      readonly expiresAt: string
      /** Page where a person decides. */
      readonly url: string
      /** Devices it is about that were offline when it was asked: there it happens when they are back, or never. */
      readonly offline?: readonly string[]
    }
  | {
      readonly status: 'denied' | 'failed' | 'unknown'
      readonly callId: string
      readonly approvalId?: string
      readonly code: string
      /** Our own words; may be shown to anyone. */
      readonly message: string
      readonly receipt?: Receipt
    }

/**
 * Proof that an approval was claimed for one send. The room `approvals` makes it in the transaction that
 * claims; policy compares its digest with the call it is asked about.
 */
export interface Claim {
  readonly approvalId: string
  readonly digest: string
}

/** One thing that happened, as it is written to the audit. */
export interface AuditEntry {
  /** Noun, then verb: `call-asked`, `approval-rejected`. */
  readonly kind: string
  readonly callId?: string | undefined
  readonly approvalId?: string | undefined
  readonly operation?: string | undefined
  readonly connection?: string | undefined
  readonly actor: Actor
  readonly door?: Door | undefined
  /** One line, our own words. */
  readonly summary: string
  /** Names and facts; never secrets, never values of fields that may hold them. */
  readonly data?: Readonly<Record<string, unknown>> | undefined
}

/** Facts an approval is about; the digest is taken over these. */
export interface Proposal {
  readonly connection: string
  /** The connection's tenant: an approval is not for whatever later bears the same name. */
  readonly tenant?: string | undefined
  readonly actor: Actor
  readonly operation: string
  readonly risk: Risk
  /** As in the call. */
  readonly tool?: string
  readonly targets: readonly Target[]
  /** Parsed. */
  readonly input: Readonly<Record<string, unknown>>
  readonly request: ExactRequest
  /** Version of the rules that have a say in it. */
  readonly policyVersion: string
}

/**
 * How many tools a client of MCP is shown.
 * - `default`: the tools that agents know by name, generic calls, and what reaches every other operation.
 * - `full`: a tool for each operation besides.
 * - `compact`: only what reaches every operation.
 */
export const toolProfiles = ['default', 'full', 'compact'] as const
export type ToolProfile = (typeof toolProfiles)[number]
