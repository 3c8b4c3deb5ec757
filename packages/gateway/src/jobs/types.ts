/** What a batch is asked for with, and what people are shown of its plan. */
import { z } from 'zod'
import type { Target } from '../call/index.ts'

const Whole = z.int().min(0)

/** How a batch is to run. Defaults are what a careful person would choose; all of it is part of the plan. */
export const BatchOptions = z.strictObject({
  /** Between two requests at least, in milliseconds; the action's own when absent. */
  intervalMs: Whole.max(3_600_000).optional(),
  /** Rows under way at the same time; found by itself when absent. */
  concurrency: z.int().min(1).max(64).optional(),
  /** So many failed rows, or so many of a hundred (`"5%"`), stop the job. */
  maxErrors: z.union([Whole, z.string().regex(/^\d{1,2}(\.\d+)?%$/)]).optional(),
  stopOnUnknown: z.boolean().optional(),
  /** So many rows first; any that does not go well stops the job. */
  canary: Whole.optional(),
  /** Rows between two looks at how it goes, with a rest after each. */
  wave: z.int().min(1).optional(),
  waveRestMs: Whole.max(86_400_000).optional(),
  approveAs: z.enum(['batch', 'row']).optional(),
  lenient: z.boolean().optional(),
  /** Rows that say exactly what a row before them says are left out. */
  skipDuplicates: z.boolean().optional(),
  /** ISO 8601: what "batch end time" means. */
  endTime: z.iso.datetime().optional(),
  /** Asks a person even where policy would not. */
  alwaysAsk: z.boolean().optional(),
})
export type BatchOptions = z.output<typeof BatchOptions>

/** One field that an update changes, as far as it could be looked up. */
export interface Change {
  readonly line: number
  readonly target: string
  readonly field: string
  readonly old: unknown
  readonly new: unknown
}

export interface PlannedDevice {
  readonly id: number
  readonly name: string
  readonly organization: string | null
  readonly server: boolean
  readonly offline: boolean | null
}

/** A plan as people see it. Lists are cut, counts never. */
export interface PlanSummary {
  readonly rows: number
  readonly willSend: number
  readonly invalid: number
  readonly refused: number
  readonly skipped: number
  readonly asks: number
  readonly risk: string
  readonly devices: {
    readonly count: number
    readonly servers: number
    readonly offline: number
    readonly organizations: number
    readonly first: readonly PlannedDevice[]
  }
  readonly first: readonly {
    readonly line: number
    readonly title: string
    readonly request: {
      readonly method: string
      readonly path: string
      readonly query: object
      readonly body?: unknown
    }
  }[]
  readonly errors: readonly { readonly line: number; readonly code: string; readonly message: string }[]
  readonly changes: readonly Change[]
  readonly targets: readonly Target[]
  readonly rule: string | null
  readonly policyVersion: string | null
  readonly endTime: string
}
