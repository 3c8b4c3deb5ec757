/**
 * The last thousand requests. Adding one must cost next to nothing, so a row keeps what it was handed, and everything
 * that people read is worked out when they ask. What it keeps is bounded in rows and in bytes.
 */
import type { WireAnswer, WireRequest } from '../answer.ts'
import type { Target } from '../dispatch.ts'
import { type BodyPart, keepBody } from './body-part.ts'

/** One request, as the listener hands it over. */
export interface Exchange {
  readonly requestId: string
  /** By the tenant's clock. */
  readonly atMs: number
  /**
   * When the request came and when it was answered, on a line on which one can measure how long a client waited: jumps of
   * the tenant's time count as waiting. Both by one clock, or a fast answer seems to have been asked for too early.
   */
  readonly arrivedMs: number
  readonly answeredMs: number
  readonly request: Pick<WireRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>
  /** Absent for a request whose body was not even read. */
  readonly target?: Target | undefined
  readonly client?: string | undefined
  /** Scopes of the token; absent where none was looked at. */
  readonly granted?: readonly string[] | undefined
  /** Absent when none was given. */
  readonly answer?: WireAnswer | undefined
  readonly latencyMs: number
  /** Ids of the fault rules that struck. */
  readonly faults: readonly string[]
}

/** What is dropped first when there is too much. */
export interface Detail {
  readonly requestHeaders: WireRequest['headers']
  readonly requestBody: BodyPart | undefined
  readonly answerHeaders: WireAnswer['headers']
  readonly contentType: string | undefined
  readonly answerBody: BodyPart | undefined
  readonly bytes: number
}

export interface Row extends Omit<Exchange, 'request' | 'answer'> {
  /** 1, 2, 3 … in order of the answers; never given twice, also not after a reset. */
  readonly seq: number
  readonly method: string
  readonly path: string
  readonly query: string
  /** 0 when no answer was given. */
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  detail: Detail | undefined
}

const rowsKept = 1_000
const detailBytesMax = 8 * 1024 * 1024

export class RequestLog {
  readonly #rows: (Row | undefined)[] = []
  #lastSeq = 0
  #firstSeq = 1
  #detailBytes = 0
  /** Rows before this one have no details. */
  #detailedFrom = 1

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Field by field: this is done for every request, and copying what is left over costs far more. */
  add(exchange: Exchange): void {
    const { request, answer } = exchange
    this.#lastSeq++
    this.#drop(this.#lastSeq - rowsKept)
    const detail = keepDetail(request, answer)
    this.#rows[this.#lastSeq % rowsKept] = {
      requestId: exchange.requestId,
      atMs: exchange.atMs,
      arrivedMs: exchange.arrivedMs,
      answeredMs: exchange.answeredMs,
      target: exchange.target,
      client: exchange.client,
      granted: exchange.granted,
      latencyMs: exchange.latencyMs,
      faults: exchange.faults,
      seq: this.#lastSeq,
      method: request.method,
      path: request.path,
      query: request.query,
      status: answer?.status ?? 0,
      retryAfterSeconds: readRetryAfter(answer),
      detail,
    }
    this.#detailBytes += detail.bytes
    while (this.#detailBytes > detailBytesMax) this.#drop(this.#detailedFrom)
  }

  get(seq: number): Row | undefined {
    const row = this.#rows[seq % rowsKept]
    return row?.seq === seq ? row : undefined
  }

  /** Oldest first, beginning after `after`. */
  *rows(after = 0): Generator<Row> {
    const first = Math.max(after + 1, this.#firstSeq, this.#lastSeq - rowsKept + 1)
    for (let seq = first; seq <= this.#lastSeq; seq++) {
      const row = this.get(seq)
      if (row) yield row
    }
  }

  clear(): void {
    this.#rows.length = 0
    this.#firstSeq = this.#lastSeq + 1
    this.#detailedFrom = this.#firstSeq
    this.#detailBytes = 0
  }

  /** Details up to this row. */
  #drop(seq: number): void {
    for (; this.#detailedFrom <= seq; this.#detailedFrom++) {
      const row = this.get(this.#detailedFrom)
      this.#detailBytes -= row?.detail?.bytes ?? 0
      if (row) row.detail = undefined
    }
  }
}

function keepDetail(request: Exchange['request'], answer: WireAnswer | undefined): Detail {
  const requestBody = keepBody(request.body)
  const answerBody = keepBody(answer?.body)
  let bytes = (requestBody?.kept.length ?? 0) + (answerBody?.kept.length ?? 0)
  for (const name in request.headers) bytes += name.length + (request.headers[name]?.length ?? 0)
  return {
    requestHeaders: request.headers,
    requestBody,
    answerHeaders: answer?.headers,
    contentType: answer?.contentType ?? (answerBody && 'application/json'),
    answerBody,
    bytes,
  }
}

function readRetryAfter(answer: WireAnswer | undefined): number | undefined {
  const text = answer?.headers?.['Retry-After']
  return text === undefined ? undefined : Number(text)
}
