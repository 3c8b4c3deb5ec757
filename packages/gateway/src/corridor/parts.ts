/** What the corridor is made of, and the types its files share. */
import type { Clock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import type { Approvals, Dispatches } from '../approvals/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AuditEntry, Call, Connection, Proposal } from '../call/index.ts'
import type { PolicySource } from '../policy/index.ts'
import type { Executor } from './execute.ts'

/** Places between two durable steps where a crash must do no harm; tests stop the process there. */
export type Step = 'before-claim' | 'after-claim' | 'after-send' | 'before-outcome'

export interface CorridorParts {
  readonly policy: PolicySource
  readonly connections: readonly Connection[]
  readonly approvals: Approvals
  readonly dispatches: Dispatches
  readonly audit: Audit
  readonly executor: Executor
  readonly clock: Clock
  /** Where a person decides about an approval. */
  readonly approvalUrl: (approvalId: string) => string
  /** Faults of ours, with everything that helps to find them; never shown. */
  readonly logFault: (message: string, error: unknown) => void
  readonly onStep?: (step: Step) => void
}

/** A call without its input: what an audit event says of it. */
export type CallFacts = Pick<Call, 'id' | 'actor' | 'connection' | 'door' | 'operation'>

/** What was found out about a call before anyone decides. */
export interface Prepared {
  readonly operation: Operation
  readonly proposal: Proposal
  /** In plain words. */
  readonly title: string
}

export function entryFor(
  call: CallFacts,
  kind: string,
  summary: string,
  data?: AuditEntry['data'],
  approvalId?: string,
): AuditEntry {
  const { id, operation, connection, actor, door } = call
  return { kind, callId: id, approvalId, operation, connection, actor, door, summary, data }
}
