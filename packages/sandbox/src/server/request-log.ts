/** The last thousand requests, without headers, bodies or tokens. */
export interface LoggedRequest {
  readonly requestId: string
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly operation?: string
  readonly client?: string
  /** 0 when no answer was given. */
  readonly status: number
  readonly durationMs: number
  /** Ids of the fault rules that touched it. */
  readonly faults?: readonly string[]
}

export type LogRow = Omit<LoggedRequest, 'at'> & { readonly atMs: number }

const rowsKept = 1_000

export class RequestLog {
  readonly #rows: LogRow[] = []
  #next = 0

  add(row: LogRow): void {
    this.#rows[this.#next] = row
    this.#next = (this.#next + 1) % rowsKept
  }

  /** Oldest first. */
  entries(): readonly LoggedRequest[] {
    const inOrder = [...this.#rows.slice(this.#next), ...this.#rows.slice(0, this.#next)]
    return inOrder.map(({ atMs, ...row }) => ({ ...row, at: new Date(atMs).toISOString() }))
  }

  clear(): void {
    this.#rows.length = 0
    this.#next = 0
  }
}
