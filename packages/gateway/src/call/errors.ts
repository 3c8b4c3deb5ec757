/** One error class for everything the gateway itself has to say. */

/**
 * A fault or refusal of the gateway.
 * `code` is stable, `message` may be shown to anyone, `detail` is for the log only.
 */
export class GatewayError extends Error {
  readonly code: string
  readonly detail: string | undefined

  constructor(code: string, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GatewayError'
    this.code = code
    // Not enumerable: a log line or a JSON answer that prints the error must not carry it along.
    Object.defineProperty(this, 'detail', { value: options.detail, enumerable: false })
  }
}
