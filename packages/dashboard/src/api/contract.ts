/**
 * The gateway's answers as docs/reference/http-api.md words them. The dashboard talks HTTP only, so these
 * shapes are written here a second time on purpose and nothing is imported from the gateway.
 */

export type ConnectionKind = 'sandbox' | 'production'
export type Risk = 'read' | 'write' | 'disruptive' | 'destructive'
export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'stale'
export type Door = 'mcp' | 'http' | 'cli' | 'schedule'

export interface ConnectionLabel {
  name: string
  kind: ConnectionKind
  label: string
}

export interface Connection extends ConnectionLabel {
  isDefault: boolean
}

export interface Session {
  person: { id: string; name: string }
  role: 'owner' | 'approver'
  csrfToken: string
  version: string
  connections: Connection[]
}

export interface Actor {
  kind: string
  id: string
  name: string
  onBehalfOf?: string
}

export interface Target {
  resource: 'organization' | 'device' | 'script' | 'alert'
  id: number | string
  name: string
  organization?: { id: number; name: string }
  nodeClass?: string
  offline?: boolean
}

export interface Receipt {
  activityId: number
  at: string
  message: string
}

export type Outcome =
  | { status: 'done'; callId: string; data: unknown }
  | { status: 'accepted'; callId: string; approvalId?: string; receipt?: Receipt }
  | { status: 'waiting'; callId: string; approvalId: string; expiresAt: string; url: string }
  | {
      status: 'denied' | 'failed' | 'unknown'
      callId: string
      approvalId?: string
      code: string
      message: string
      receipt?: Receipt
    }

export interface Approval {
  id: string
  callId: string
  state: ApprovalState
  title: string
  operation: string
  summary: string
  risk: Risk
  connection: ConnectionLabel
  actor: Actor
  door: Door
  /** What the caller claims; untrusted text. */
  reason: string | null
  targets: Target[]
  createdAt: string
  /** Until when somebody may decide (exclusive). */
  expiresAt: string
  decidedAt: string | null
  decidedBy: { id: string; name: string } | null
  decisionReason: string | null
  outcome: Outcome | null
}

export interface ExactRequest {
  method: string
  baseUrl: string
  path: string
  query: Record<string, string>
  body?: unknown
}

export interface LiveDevice {
  id: number
  name: string
  organization: { id: number; name: string } | null
  nodeClass: string | null
  offline: boolean | null
  lastContact: string | null
  lastBootTime: string | null
  lastLoggedInUser: string | null
  osName: string | null
  inMaintenance: boolean
  activeAlerts: number | null
}

export interface ApprovalDetail extends Approval {
  digest: string
  request: ExactRequest
  input: Record<string, unknown>
  policy: { version: string; rule: string }
  live: { fetchedAt: string; error?: string; devices: LiveDevice[] }
  events: AuditEvent[]
}

export interface AuditEvent {
  seq: number
  at: string
  kind: string
  callId: string | null
  approvalId: string | null
  operation: string | null
  connection: string | null
  actor: Actor
  door: string | null
  summary: string
  data: Record<string, unknown>
  previousHash: string
  hash: string
}

export interface AuditPage {
  events: AuditEvent[]
  next: number | null
}

export type AuditVerification =
  | { ok: true; events: number; head: string }
  | { ok: false; brokenAt: number; message: string }

/** What the event stream carries: enough to know what to read again, nothing to show. */
export interface StreamEvent {
  seq: number
  kind: string
  callId: string | null
  approvalId: string | null
}
