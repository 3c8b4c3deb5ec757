/** Exit codes; a script can tell what happened without reading words. Listed in docs/reference/exit-codes.md. */
import type { Outcome } from '../../call/index.ts'

export const exitCodes = {
  ok: 0,
  failure: 1,
  cancelled: 2,
  someFailed: 3,
  needsAuthentication: 4,
  waitsForApproval: 5,
  refused: 6,
  outOfTime: 7,
  unknown: 8,
} as const

/** Codes of the gateway that say: not now, but the same later. */
const outOfTimeCodes = new Set(['rate_limited', 'deadline_exceeded', 'too_late'])

export const exitCodeOfError = (code: string | undefined): number =>
  code !== undefined && outOfTimeCodes.has(code) ? exitCodes.outOfTime : exitCodes.failure

const byStatus: Record<Outcome['status'], number> = {
  done: exitCodes.ok,
  accepted: exitCodes.ok,
  waiting: exitCodes.waitsForApproval,
  denied: exitCodes.refused,
  failed: exitCodes.failure,
  unknown: exitCodes.unknown,
}

export function exitCodeOf(outcome: Outcome): number {
  const isOver = outcome.status === 'failed' || outcome.status === 'denied'
  return isOver && outOfTimeCodes.has(outcome.code) ? exitCodes.outOfTime : byStatus[outcome.status]
}

/** A failure with its exit code; the message is all that people see. */
export class CliError extends Error {
  readonly exitCode: number
  /** The gateway's own word for it, where it said one. */
  readonly code: string | undefined

  constructor(message: string, exitCode: number = exitCodes.failure, code?: string) {
    super(message)
    this.exitCode = exitCode
    this.code = code
  }
}
