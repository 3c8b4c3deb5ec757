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
  connections: ConnectionRow
  connection_tokens: ConnectionTokensRow
  /** `code` is null when the last token came. */
  connection_health: { tenant: string; identity: 'machine' | 'user'; code: string | null; at: string }
  connection_options: { connection: string; bash_runner_script_id: number | null }
  connection_changes: { id: number; revision: number; default_connection: string | null }
  authorizations: AuthorizationRow
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
