/**
 * The truth: every command that was really carried out, in order. An answer that lied about it (see faults)
 * changes nothing here, and no OAuth token can read it, so a test can ask what a client would never be told.
 */
import type { Identity } from '@kunai/api/operation'
import type { ScriptOutcome } from '../world/kinds/records.ts'

export interface LedgerEntry {
  /** 1, 2, 3 … */
  readonly seq: number
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string
  readonly operation: string
  /** The device it acted on, where it has one. */
  readonly device?: number
  /** As it arrived, without credentials. */
  readonly request: { readonly method: string; readonly path: string; readonly query: string; readonly body?: unknown }
  readonly client: string
  readonly identity: Identity
}

/** A script that really ran on this machine, in the order in which they ended. */
export interface ExecutionEntry {
  readonly seq: number
  /** The device it ran for. */
  readonly device: number
  readonly script: string
  /** The series of its activities. */
  readonly seriesUid: string
  /** ISO 8601, by the sandbox's clock. */
  readonly startedAt: string
  readonly endedAt: string
  readonly outcome: ScriptOutcome['kind']
  readonly exitCode?: number
  readonly outputTruncated: boolean
}

export class Ledger {
  #entries: LedgerEntry[] = []
  #executions: ExecutionEntry[] = []

  record(entry: Omit<LedgerEntry, 'seq'>): void {
    this.#entries.push({ seq: this.#entries.length + 1, ...entry })
  }

  recordExecution(execution: Omit<ExecutionEntry, 'seq'>): void {
    this.#executions.push({ seq: this.#executions.length + 1, ...execution })
  }

  executions(): readonly ExecutionEntry[] {
    return [...this.#executions]
  }

  entries(): readonly LedgerEntry[] {
    return [...this.#entries]
  }

  clear(): void {
    this.#entries = []
    this.#executions = []
  }
}
