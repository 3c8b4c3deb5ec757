/** Rows as the database gives them. Times are ISO 8601 strings on both databases; `text` columns that hold JSON say so. */
import type { ColumnType } from 'kysely'

export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'stale'

export interface AuditEventRow {
  seq: number
  at: string
  kind: string
  call_id: string | null
  approval_id: string | null
  operation: string | null
  connection: string | null
  /** JSON. */
  actor: string
  door: string | null
  summary: string
  /** JSON. */
  data: string
  previous_hash: string
  hash: string
}

export interface ApprovalRow {
  id: string
  call_id: string
  state: ApprovalState
  connection: string
  operation: string
  risk: string
  title: string
  /** JSON. */
  actor: string
  door: string
  reason: string | null
  /** JSON: the targets as they were when it was asked, with facts that the digest leaves out (online or not). */
  targets: string
  /** Canonical JSON: what the digest is taken over. */
  proposal: string
  digest: string
  rule: string
  created_at: string
  expires_at: string
  start_by: string | null
  decided_at: string | null
  /** JSON. */
  decided_by: string | null
  decision_reason: string | null
}

export interface DispatchRow {
  call_id: string
  approval_id: string | null
  instance_id: string
  connection: string
  operation: string
  device_id: number | null
  /** Canonical JSON of what is being sent. */
  proposal: string
  state: 'sending' | 'ended'
  claimed_at: string
  ended_at: string | null
  /** JSON. */
  outcome: string | null
  /** JSON. */
  receipt: string | null
  /** Newest activity id on the device before the command left. */
  watch_after: number | null
  /** Until when a receipt is looked for. */
  watch_until: string | null
}

export type JobState = 'draft' | 'planned' | 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'denied'

export interface JobRow {
  id: string
  /** The call that the plan's approval is about. */
  call_id: string
  state: JobState
  /** As it was asked for: an operation's id or a name of the table of actions. */
  action: string
  operation: string
  connection: string
  /** JSON. */
  actor: string
  door: string
  reason: string | null
  /** JSON: field → template. */
  template: string
  /** JSON. */
  options: string
  /** JSON: names of the input's columns, where the input has a header. */
  columns: string | null
  row_count: number
  /** Over the keys of all rows: the same input with the same template has the same. */
  input_hash: string | null
  /** Over everything the plan would send: what its approval is bound to. */
  plan_hash: string | null
  /** JSON: what a person is shown. */
  plan: string | null
  approval_id: string | null
  /** The gateway that carries it out. */
  instance_id: string | null
  /** Why it stands still or has ended, in our own words. */
  note: string | null
  created_at: string
  started_at: string | null
  /** When a gateway last worked on it. */
  seen_at: string | null
  ended_at: string | null
}

export const stepStates = [
  'pending',
  'rendered',
  'awaiting_approval',
  'sent',
  'ok',
  'failed',
  'unknown',
  'skipped',
  'cancelled',
] as const
export type StepState = (typeof stepStates)[number]

export interface JobStepRow {
  job_id: string
  /** Place in the input, from 1. */
  seq: number
  /** Line of the input on which the row begins, from 1. */
  line: number
  state: StepState
  /** hash(row, template, action, connection). */
  key: string
  /** How many rows before this one have the same key. */
  occurrence: number
  /** JSON: the row as it was read. */
  source: string
  /** JSON: the call that the template makes of it. */
  call: string | null
  /** What the plan covers of this row. */
  digest: string | null
  /** 1 when its first call is done and a second follows. */
  part: number
  /** How often the call was given back because NinjaOne asked for patience, provably without executing it. */
  attempt: number
  /** The call under way, or the last one. */
  call_id: string | null
  code: string | null
  message: string | null
  /** JSON. */
  result: string | null
}

export interface Tables {
  jobs: JobRow
  job_steps: JobStepRow
  audit_events: AuditEventRow
  audit_head: { id: number; seq: number; hash: string }
  approvals: ApprovalRow
  dispatches: DispatchRow
  people: { id: string; name: string; role: 'owner' | 'approver'; created_at: string }
  sign_in_links: {
    token_hash: string
    person_id: string
    created_at: string
    expires_at: string
    used_at: string | null
  }
  sessions: {
    id_hash: string
    person_id: string
    csrf_token: string
    created_at: string
    last_seen_at: string
    expires_at: string
  }
  client_keys: {
    key_hash: string
    kind: 'mcp' | 'cli' | 'owner'
    name: string
    created_at: string
    revoked_at: string | null
  }
  migrations: { number: number; name: string; sha256: string; applied_at: ColumnType<string, never, never> }
}
