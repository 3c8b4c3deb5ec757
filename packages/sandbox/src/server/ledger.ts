/**
 * The truth: every command that was really carried out, in order. An answer that lied about it (see faults)
 * changes nothing here, and no OAuth token can read it, so a test can ask what a client would never be told.
 */
import type { Identity } from '@kunai/api/operation'

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

export class Ledger {
  #entries: LedgerEntry[] = []

  record(entry: Omit<LedgerEntry, 'seq'>): void {
    this.#entries.push({ seq: this.#entries.length + 1, ...entry })
  }

  entries(): readonly LedgerEntry[] {
    return [...this.#entries]
  }

  clear(): void {
    this.#entries = []
  }
}
