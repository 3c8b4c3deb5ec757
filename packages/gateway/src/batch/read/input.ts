/** What every reader gives. */

/** One row of the input. */
export interface SourceRow {
  /** On which it begins, from 1; for files without lines, its number. */
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

export interface Input {
  /** Undefined where each row brings its own names. */
  readonly columns: readonly string[] | undefined
  readonly rows: AsyncIterable<SourceRow>
}

/** Characters of one row, all cells together: no call of NinjaOne's takes more, and one row must not fill the memory. */
export const rowCharactersMax = 200_000
