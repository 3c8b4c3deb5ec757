/** Rows of batches and of what becomes of each of their rows; the rules of tables.ts hold here too. */

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
