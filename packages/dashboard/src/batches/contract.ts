/** Batches as docs/reference/http-api.md words them. */
import type { Actor, ExactRequest, Risk } from '../api/contract.ts'

export type BatchState = 'draft' | 'planned' | 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'denied'

/** In the order in which a row goes through them. */
export const rowStates = [
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
export type RowState = (typeof rowStates)[number]

export type Counts = Partial<Record<RowState, number>>

/** As the list has it: without plan and templates. */
export interface BatchSummary {
  id: string
  state: BatchState
  action: string
  operation: string
  connection: string
  actor: Actor
  door: string
  reason: string | null
  rows: number
  counts: Counts
  approvalId: string | null
  /** Why it stands still or has ended. */
  note: string | null
  createdAt: string
  startedAt: string | null
  endedAt: string | null
}

export interface PlannedDevice {
  id: number
  name: string
  organization: string | null
  server: boolean
  offline: boolean | null
}

/** Counts are whole, lists are cut. */
export interface Plan {
  rows: number
  willSend: number
  invalid: number
  refused: number
  skipped: number
  asks: number
  risk: Risk
  devices: { count: number; servers: number; offline: number; organizations: number; first: PlannedDevice[] }
  first: { line: number; title: string; request: Pick<ExactRequest, 'method' | 'path' | 'query' | 'body'> }[]
  errors: { line: number; code: string; message: string }[]
  changes: { line: number; target: string; field: string; old: unknown; new: unknown }[]
}

export interface Batch extends BatchSummary {
  template: Record<string, string>
  options: Record<string, unknown>
  planHash: string | null
  plan: Plan | null
}

export interface BatchRow {
  seq: number
  line: number
  state: RowState
  code: string | null
  message: string | null
  callId: string | null
  row: Record<string, unknown>
  output: Record<string, unknown>[]
}

export interface BatchAction {
  name: string
  operation: string
  summary: string
  risk: Risk
  fields: { label: string; kind: string; required: boolean; description: string | null }[]
}

export interface InputRow {
  line: number
  values: Record<string, unknown>
}

/** A file as rows. */
export interface FileRows {
  columns: string[]
  /** False where each row brings its own names. */
  hasHeader: boolean
  rows: InputRow[]
}

export interface InspectedRow {
  fields: { label: string; state: 'value' | 'absent' | 'cleared' | 'error'; value?: unknown; message?: string }[]
  call: { operation: string; input: Record<string, unknown>; second?: { operation: string } } | null
  errors: string[]
}
