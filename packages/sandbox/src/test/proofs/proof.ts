/**
 * How an operation is proven: which call is made of it, and in which later read its change shows. These tables are data
 * for `proofs.test.ts`, which plays each of them over HTTP; the page on fidelity is written from them too.
 */
import type { OperationId } from '@kunai/api/catalogue'

/** One call over HTTP as the user application; its answer as JSON. Throws when it is refused. */
// biome-ignore lint/suspicious/noExplicitAny: proofs look at answers as a client without types would
export type Call = (id: OperationId, input?: object) => Promise<any>

/** Lets the tenant's time go on. */
export type Advance = (milliseconds: number) => void

/** A call of a read, with ids that exist in the world. Absent: the operation's first example. */
export type ReadInput = (call: Call, advance: Advance) => object | Promise<object>

export interface WriteProof {
  /** Makes what the call needs, and gives its input. */
  readonly input: (call: Call) => object | Promise<object>
  /** The later read that shows it; `ledger` where no read of NinjaOne's does. */
  readonly read: OperationId | 'ledger'
  /**
   * Input of the read, `{}` when absent. Called before the write without an answer, and after it with the one it gave;
   * undefined says that there is nothing to read yet.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the input is the proof's own
  readonly of?: (input: any, answer: any, call: Call) => object | undefined | Promise<object | undefined>
  /** True afterwards and false before. The answer is undefined when the read says 404. */
  // biome-ignore lint/suspicious/noExplicitAny: proofs look at answers as a client without types would
  readonly shows: (answer: any, input: any, before: any) => boolean
  /** How long it takes until it shows. */
  readonly afterMs?: number
}

export type WriteProofs = Readonly<Partial<Record<OperationId, WriteProof>>>
export type ReadInputs = Readonly<Partial<Record<OperationId, ReadInput>>>

/** It is not there any more. */
export const isGone = (answer: unknown): boolean => answer === undefined

type Row = Readonly<Record<string, unknown>>

/** A row with these values is among them. */
export const hasRow = (rows: readonly Row[] | undefined, wanted: Row): boolean =>
  rows?.some((row) => Object.entries(wanted).every(([name, value]) => row[name] === value)) ?? false

/** The row with these values, which the world is known to have. */
// biome-ignore lint/suspicious/noExplicitAny: proofs look at answers as a client without types would
export function rowOf(rows: readonly any[], wanted: Row = {}): any {
  const found = rows.find((row) => hasRow([row], wanted))
  if (!found) throw new Error(`no row with ${JSON.stringify(wanted)}`)
  return found
}

/** An activity with this code is among the newest. */
export const hasActivity = (answer: { readonly activities: readonly Row[] }, statusCode: string): boolean =>
  hasRow(answer.activities, { statusCode })
