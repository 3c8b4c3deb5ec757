/**
 * For tests of the client only: a real HTTP server whose answers a test writes, and clocks that are moved by hand.
 * It knows nothing of NinjaOne beyond the token endpoint's good answer.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { manualClock } from '../clock.ts'
import { createClient } from './client.ts'
import type { ClientOptions } from './options.ts'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The same before it was read as UTF-8. */
  readonly bytes: Buffer
  /** Tells connections apart. */
  readonly port: number | undefined
}

export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown
}

/** Gives a reply, or takes the response into its own hands and gives nothing. */
export type Answerer = (
  request: SeenRequest,
  raw: { request: IncomingMessage; response: ServerResponse },
) => Reply | undefined | Promise<Reply | undefined>

export interface TestServer {
  readonly url: string
  /** Requests other than for tokens, in order of arrival. */
  readonly calls: SeenRequest[]
  readonly tokenCalls: SeenRequest[]
  /** New connections are refused from now on. */
  stopListening(): void
}

let issued = 0

/** The token endpoint's usual answer: a new token each time. */
export function issueToken(): Reply {
  issued += 1
  return { body: { access_token: `token-${issued}`, expires_in: 3600, token_type: 'Bearer' } }
}

export async function startServer(answer: Answerer, answerToken: Answerer = issueToken): Promise<TestServer> {
  const calls: SeenRequest[] = []
  const tokenCalls: SeenRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const seen: SeenRequest = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: bytes.toString('utf8'),
      bytes,
      port: request.socket.remotePort,
    }
    const isToken = seen.url === '/ws/oauth/token'
    ;(isToken ? tokenCalls : calls).push(seen)
    const reply = await (isToken ? answerToken : answer)(seen, { request, response })
    if (!reply) return
    response.writeHead(reply.status ?? 200, reply.headers)
    const { body } = reply
    response.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    tokenCalls,
    stopListening: () => server.close(),
  }
}

/** Answers in order; the last one stays. */
export function inOrder(...replies: Reply[]): Answerer {
  let next = 0
  return () => replies[Math.min(next++, replies.length - 1)]
}

export const machine = { clientId: 'machine-app', clientSecret: 'machine-secret' }
export const user = { clientId: 'user-app', clientSecret: 'user-secret', refreshToken: 'refresh-1' }

/** A client with both identities, a clock that stands still, and waits that are as long as they may get. */
export function clientFor(server: { readonly url: string }, options: Partial<ClientOptions> = {}) {
  const clock = manualClock()
  const client = createClient({
    baseUrl: server.url,
    machine,
    user,
    clock,
    ...options,
    retry: { random: () => 1, ...options.retry },
  })
  onTestFinished(() => client.close())
  return { client, clock }
}

/** Lets the clock run, a moment at a time, until `promise` is settled: waits happen without taking time. */
export async function settle<Value>(
  promise: Promise<Value>,
  clock: { advance(milliseconds: number): Promise<void> },
): Promise<Value> {
  let settled = false
  const watched = promise.finally(() => {
    settled = true
  })
  watched.catch(() => {})
  while (!settled) {
    await clock.advance(10)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return watched
}

/** The error a promise ends with; fails the test when it ends well. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  const result = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in result) return result.error
  throw new Error(`expected an error, got ${JSON.stringify(result.value)}`)
}

/** Reads the request and hangs up. */
export const dropConnection: Answerer = (_seen, { request }) => {
  request.socket.destroy()
  return undefined
}

export const html: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Busy</body></html>',
}
export const failure: Reply = {
  status: 500,
  body: { resultCode: 'FAILURE', errorMessage: 'NullPointerException', incidentId: 'WEB_MGMT_SERVICE-n1-1-ABCDEFGH' },
}
export const tokenRefused: Reply = {
  status: 401,
  body: { error: 'not_authenticated', error_description: 'Invalid credentials', error_code: 10 },
}
export const tooMany = (retryAfter?: string): Reply => ({
  status: 429,
  ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
  body: { error: 'too_many_requests', error_description: 'Slow down' },
})
