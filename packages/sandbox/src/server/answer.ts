/**
 * Requests and answers as values, without a socket. A `Refusal` is thrown by whoever finds the reason and
 * becomes an answer in one place; the bodies are the vendor's (ninjaone-api §4).
 */
export interface WireRequest {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  readonly query: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly body: Buffer | undefined
  /** All of them, names in small letters. Absent where a test has no use for them. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** A header that came once. */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  const value = headers?.[name]
  return typeof value === 'string' ? value : undefined
}

export interface WireAnswer {
  readonly status: number
  readonly body?: Buffer | string
  /** `application/json` when absent. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The connection ends in the middle of it. */
  readonly cut?: boolean
}

/** An answer that says no. */
export class Refusal extends Error {
  readonly answer: WireAnswer

  constructor(answer: WireAnswer) {
    super(`answered ${answer.status}`)
    this.answer = answer
  }
}

export const json = (status: number, body: unknown, headers?: Readonly<Record<string, string>>): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  ...(headers && { headers }),
})

/** Names incidents and requests. Ids only ever count up, so a log reads in order. */
export class Incidents {
  readonly #nowMs: () => number
  #count = 0

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** `WEB_MGMT_SERVICE-<node>-<epoch>-<8 letters>`, as the vendor's read. */
  next(): string {
    this.#count++
    let letters = ''
    for (let rest = this.#count; letters.length < 8; rest = Math.floor(rest / 26)) {
      letters = String.fromCharCode(65 + (rest % 26)) + letters
    }
    return `WEB_MGMT_SERVICE-sandbox01-${Math.floor(this.#nowMs() / 1000)}-${letters}`
  }

  /** The app family: `{resultCode, errorMessage?, incidentId}`. */
  refuse(status: number, resultCode: string, errorMessage?: string): Refusal {
    return new Refusal(this.failure(status, resultCode, errorMessage))
  }

  failure(status: number, resultCode: string, errorMessage?: string): WireAnswer {
    return json(status, { resultCode, ...(errorMessage && { errorMessage }), incidentId: this.next() })
  }

  /** What a route that does not exist answers. */
  noRoute(): Refusal {
    return this.refuse(404, 'FAILURE', 'HTTP 404 Not Found')
  }
}

/** The auth family: `{error, error_description?, error_code?}`. */
export function refuseAuth(status: number, error: string, description?: string, code?: number): Refusal {
  return new Refusal(
    json(status, {
      error,
      ...(description && { error_description: description }),
      ...(code !== undefined && { error_code: code }),
    }),
  )
}

/** Some refusals of the vendor are bare text. */
export const refuseText = (status: number, text: string): Refusal =>
  new Refusal({ status, body: text, contentType: 'text/plain' })
