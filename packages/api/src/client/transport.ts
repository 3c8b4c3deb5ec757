/**
 * One request out, one whole answer back. This file knows exactly when the first byte leaves;
 * it does not know what an answer means and sends nothing a second time.
 */
import { Agent, type Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'

export interface Timeouts {
  /** Until a connection stands, TLS included. */
  readonly connectMs: number
  /** From the request to the first line of the answer. */
  readonly headersMs: number
  /** Between two pieces of the answer. */
  readonly bodyMs: number
  /** For the whole exchange, waiting for a free connection included; a server that drips bytes ends here. */
  readonly totalMs: number
}

export const defaultTimeouts: Timeouts = { connectMs: 10_000, headersMs: 60_000, bodyMs: 30_000, totalMs: 120_000 }

export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
  /**
   * On a connection of its own. A kept connection may have been closed by the server a moment ago; a request
   * written into it is lost with no way to tell whether it was carried out. A read is repeated, a command cannot be.
   */
  readonly ownConnection: boolean
  readonly signal?: AbortSignal | undefined
  /** Called right before the first byte leaves. If it throws, nothing leaves. */
  readonly onSend?: (() => void) | undefined
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export type TransportFailureReason = 'connection' | 'timed_out' | 'too_large' | 'aborted' | 'stopped_before_sending'

/** No whole answer arrived. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  readonly reason: TransportFailureReason
  /** False only when it is certain that not one byte of the request left. */
  readonly sent: boolean

  constructor(reason: TransportFailureReason, sent: boolean, cause?: unknown) {
    super(`No whole answer: ${reason}`, { cause })
    this.reason = reason
    this.sent = sent
  }
}

export interface Transport {
  exchange(request: WireRequest): Promise<WireAnswer>
  close(): Promise<void>
}

export interface TransportOptions {
  readonly origin: string
  readonly clock: Clock
  readonly timeouts: Timeouts
  readonly connectionsMax: number
  readonly answerBytesMax: number
}

export function createTransport(options: TransportOptions): Transport {
  const { connectMs, headersMs, bodyMs } = options.timeouts
  const shared = {
    connections: options.connectionsMax,
    connect: { timeout: connectMs },
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
    // undici follows no redirect unless told to, so a bearer never travels to another host.
  }
  const kept = new Agent({ ...shared, pipelining: 1 })
  // Pipelining 0 is undici's way to say: one request, then close.
  const single = new Agent({ ...shared, pipelining: 0 })
  let closing: Promise<unknown> | undefined
  return {
    exchange: (request) => exchange(request.ownConnection ? single : kept, request, options),
    close: async () => {
      closing ??= Promise.all([kept.close(), single.close()])
      await closing
    },
  }
}

/** Why the wait for a time-out ends. Made once: without a reason each `abort()` builds an error with its stack. */
const ended = new Error('the exchange has ended')

function exchange(agent: Agent, request: WireRequest, options: TransportOptions): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const { signal } = request
    const finished = new AbortController()
    const chunks: Buffer[] = []
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: WireAnswer['headers'] = {}
    let size = 0
    let failure: TransportFailure | undefined

    const finish = () => {
      finished.abort(ended)
      signal?.removeEventListener('abort', onAbort)
    }
    const fail = (reason: TransportFailureReason, cause?: unknown) => {
      if (finished.signal.aborted) return
      failure = new TransportFailure(reason, controller !== undefined, cause)
      finish()
      reject(failure)
      // Before the start there is nothing to abort: `onRequestStart` sees the failure and lets nothing out.
      controller?.abort(failure)
    }
    const onAbort = () => fail('aborted', signal?.reason)

    if (signal?.aborted) return fail('aborted', signal.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    options.clock.sleep(options.timeouts.totalMs, finished.signal).then(
      () => fail('timed_out'),
      () => {},
    )

    agent.dispatch(
      {
        origin: options.origin,
        path: request.target,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
      },
      {
        // undici calls this immediately before it writes to the socket.
        onRequestStart(started) {
          if (failure) throw failure
          // undici may put a request at the head of a broken pipeline on the wire again. Never here.
          if (controller) throw new TransportFailure('connection', true)
          try {
            request.onSend?.()
          } catch (cause) {
            fail('stopped_before_sending', cause)
            throw cause
          }
          // The hook may have pulled the caller's signal; then this is still before the first byte.
          if (failure) throw failure
          controller = started
        },
        onResponseStart(_controller, statusCode, answerHeaders) {
          status = statusCode
          headers = answerHeaders
        },
        onResponseData(_controller, chunk) {
          size += chunk.length
          if (size > options.answerBytesMax) fail('too_large')
          else chunks.push(chunk)
        },
        onResponseEnd() {
          if (finished.signal.aborted) return
          finish()
          resolve({ status, headers, body: Buffer.concat(chunks) })
        },
        onResponseError(_controller, error) {
          fail(isTimeout(error) ? 'timed_out' : 'connection', error)
        },
      },
    )
  })
}

function isTimeout(error: Error): boolean {
  const { code } = error as { code?: unknown }
  return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT'
}
