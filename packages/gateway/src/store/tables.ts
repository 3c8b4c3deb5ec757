/** Rows as the database gives them. Times are ISO 8601 strings on both databases; `text` columns that hold JSON say so. */
import type { ColumnType, Generated, Selectable } from 'kysely'
import type { JobRow, JobStepRow } from './job-tables.ts'

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
  /** JSON: who gave it more time; null while nobody has. */
  extended_by: string | null
  /** What had changed when it became stale, in our words. */
  stale_because: string | null
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

export interface WebhookReceiverRow {
  connection: string
  public_url: string | null
  path_hash: string | null
  header_hash: string | null
  previous_path_hash: string | null
  previous_header_hash: string | null
  /** JSON: the friendly names that were asked for. */
  events: string
  followed_since: string
  swept_to: number
  sweep_due_at: string
  knows_presence: boolean
  last_delivery_at: string | null
  last_sweep_at: string | null
  last_sweep_problem: string | null
}

interface WebhookEvents {
  seq: Generated<number>
  connection: string
  dedupe_key: string
  via: 'delivery' | 'sweep'
  /** `hint` until NinjaOne was asked; `refuted` when it knows of no such activity. */
  state: 'hint' | 'confirmed' | 'refuted'
  received_at: string
  /** JSON: friendly names, e.g. ALERT_TRIGGERED. */
  events: string
  activity_id: number | null
  device_id: number | null
  series_uid: string | null
  /** JSON: name, message, severity … as NinjaOne wrote them. Untrusted text. */
  facts: string
}

export type WebhookEventRow = Selectable<WebhookEvents>

export interface PolicyChangeRow {
  version: number
  at: string
  /** JSON. */
  changed_by: string
  kind: 'verdict' | 'preset' | 'reset' | 'switch'
  connection: string
  subject: string | null
  /** JSON: what held, in the words of `kind`. */
  before: string
  /** JSON. */
  after: string
  reason: string
}

export interface ConnectionRow {
  name: string
  /** Whose credentials these are; approvals and tokens are bound to it. */
  tenant: string
  kind: 'sandbox' | 'production'
  region: string | null
  base_url: string
  machine_client_id: string | null
  /** Sealed, like the user's. */
  machine_client_secret: string | null
  /** Separated by blanks, like the user's. */
  machine_scopes: string | null
  user_client_id: string | null
  user_platform: 'web' | 'native' | null
  user_client_secret: string | null
  user_scopes: string | null
  revision: number
  created_at: string
  updated_at: string
}

export interface ConnectionTokensRow {
  tenant: string
  sealed: string
  reconnect_needed: boolean
  renew_at: string | null
  refreshed_at: string
  /** JSON. */
  consented_by: string
  consented_at: string
  granted_scopes: string | null
}

export interface AuthorizationRow {
  state_hash: string
  tenant: string
  connection: string
  session_hash: string
  /** Sealed. */
  pending: string
  created_at: string
  expires_at: string
  superseded_at: string | null
  used_at: string | null
}

export interface Tables {
  webhook_receivers: WebhookReceiverRow
  webhook_events: WebhookEvents
  offline_devices: { connection: string; device_id: number }
  connections: ConnectionRow
  connection_tokens: ConnectionTokensRow
  /** `code` is null when the last token came. */
  connection_health: { tenant: string; identity: 'machine' | 'user'; code: string | null; at: string }
  connection_options: { connection: string; bash_runner_script_id: number | null }
  connection_changes: { id: number; revision: number; default_connection: string | null }
  authorizations: AuthorizationRow
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
  /** `connection` is empty for all connections. */
  policy_rows: { connection: string; subject: string; verdict: 'allow' | 'ask' | 'deny'; revision: number }
  policy_bases: { connection: string; base: 'cautious' | 'read-only'; revision: number }
  policy_head: { id: number; version: number; epoch: number; emergency: 'off' | 'ask' | 'deny' }
  policy_changes: PolicyChangeRow
  fingerprint_key: { id: number; key: string }
  migrations: { number: number; name: string; sha256: string; applied_at: ColumnType<string, never, never> }
}
