/** Rows as the outside sees them. The shapes are written down in docs/reference/http-api.md. */
import type { ApprovalRow } from '../approvals/index.ts'
import type { AuditEventRow } from '../audit/index.ts'
import { type Connection, type Outcome, operations } from '../call/index.ts'

const summaries = new Map(operations.map(({ id, summary }) => [id, summary]))

export function viewApproval(row: ApprovalRow, outcome: Outcome | undefined, connections: readonly Connection[]) {
  const connection = connections.find(({ name }) => name === row.connection)
  return {
    id: row.id,
    callId: row.call_id,
    state: row.state,
    title: row.title,
    operation: row.operation,
    summary: summaries.get(row.operation) ?? row.operation,
    risk: row.risk,
    // A connection that is gone is shown as production: the cautious reading of a name nobody knows.
    connection: {
      name: row.connection,
      kind: connection?.kind ?? 'production',
      label: connection?.label ?? row.connection,
    },
    actor: JSON.parse(row.actor),
    door: row.door,
    reason: row.reason,
    targets: JSON.parse(row.targets),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by === null ? null : JSON.parse(row.decided_by),
    decisionReason: row.decision_reason,
    outcome: row.state === 'pending' ? null : (outcome ?? null),
  }
}

export function viewEvent(row: AuditEventRow) {
  return {
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    callId: row.call_id,
    approvalId: row.approval_id,
    operation: row.operation,
    connection: row.connection,
    actor: JSON.parse(row.actor),
    door: row.door,
    summary: row.summary,
    data: JSON.parse(row.data),
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
