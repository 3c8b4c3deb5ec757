/** The gateway's answers about policies, as docs/reference/http-api.md words them. */
import type { ConnectionKind, Risk } from '../api/contract.ts'

export const verdicts = ['allow', 'ask', 'deny'] as const
export type Verdict = (typeof verdicts)[number]
export type SwitchPosition = 'off' | 'ask' | 'deny'
export type Base = 'cautious' | 'read-only'

export interface PolicyRow {
  subject: string
  kind: 'operation' | 'tool'
  /** What agents call an operation; null where the subject is a tool itself. */
  tool: string | null
  /** Rows of a group stand together. */
  group: 'well-known' | 'generic' | 'other'
  summary: string
  risk: Risk | null
  scope: string | null
  method: string | null
  path: string | null
  verdict: Verdict
  rule: string
  shipped: Verdict
  isSetHere: boolean
  choices: Verdict[]
}

export interface Policies {
  version: number
  emergency: SwitchPosition
  connection: string | null
  base: Base
  connections: { name: string; kind: ConnectionKind; label: string; hasOwn: boolean }[]
  rows: PolicyRow[]
}

export interface PolicyChange {
  version: number
  at: string
  by: { id: string; name: string }
  kind: 'verdict' | 'preset' | 'reset' | 'switch'
  connection: string | null
  subject: string | null
  before: unknown
  after: unknown
  reason: string
}

export const verdictWords: Record<Verdict, string> = { allow: 'Auto', ask: 'Approval', deny: 'Blocked' }
