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
  /** Owners change policies and connections; both decide about approvals. */
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
  | { status: 'accepted'; callId: string; data?: unknown; approvalId?: string; receipt?: Receipt }
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
  lastActions: { at: string; text: string }[] | null
}

export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

export interface SimilarDecision {
  id: string
  title: string
  state: ApprovalState
  decidedAt: string | null
  decidedBy: { id: string; name: string }
  decisionReason: string | null
}

export interface ApprovalDetail extends Approval {
  digest: string
  /** The tool of the MCP door that it came by. */
  tool: string | null
  /** How many secret values are hidden in `request` and `input`; the digest covers the values themselves. */
  hiddenSecrets: number
  canExtend: boolean
  extendedBy: { id: string; name: string } | null
  similar: SimilarDecision[]
  request: ExactRequest
  /** For ad-hoc bash: the script as it was written. */
  script: string | null
  input: Record<string, unknown>
  policy: { version: string; rule: string }
  live: { fetchedAt: string; error?: string; devices: LiveDevice[] }
  /** What would change, read now; null where nothing can be compared. */
  changes: FieldChange[] | null
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

export type FleetEventName = 'ALERT_TRIGGERED' | 'ALERT_CLEARED' | 'DEVICE_OFFLINE' | 'DEVICE_ONLINE'

export interface Fleet {
  connection: string
  /** Where NinjaOne delivers; null when the gateway only looks. */
  publicUrl: string | null
  events: FleetEventName[]
  followedSince: string
  lastDeliveryAt: string | null
  lastSweepAt: string | null
  lastSweepProblem: string | null
}

export interface FleetEvent {
  seq: number
  connection: string
  events: FleetEventName[]
  state: 'hint' | 'confirmed' | 'refuted'
  via: 'delivery' | 'sweep'
  receivedAt: string
  deviceId: number | null
  facts: { at?: string; device?: string; message?: string; severity?: string; source?: string }
}

export interface FleetEventPage {
  events: FleetEvent[]
  next: number | null
}
