/**
 * The socket's side: reads a request into a value, lets the dispatcher answer it, writes the answer. It sits
 * directly on node:http: an answer made of cached bytes should cost little more than sending them.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Clock } from '@kunai/api/clock'
import type { Incidents, WireAnswer, WireRequest } from './answer.ts'
import type { Dispatcher, Target } from './dispatch.ts'
import { type FaultEffect, type Faults, strikesAfterwards } from './faults.ts'
import type { RequestLog } from './request-log.ts'

export interface ListenerParts {
  readonly dispatcher: Dispatcher
  readonly faults: Faults
  readonly log: RequestLog
  readonly incidents: Incidents
  /** Gives the time of the tenant. */
  readonly nowMs: () => number
  /** Delays wait on this one: they are the network's, not the tenant's. */
  readonly clock: Clock
  /** Serves `/_sandbox/*`. */
  readonly control: RequestListener
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
}

const joinedSizeMax = 16 * 1024
const bodySizeMax = 1024 * 1024
/** How much more of a body that is too large is read and thrown away, so that the client gets to read its 413. */
const discardedSizeMax = 64 * 1024 * 1024

export function createListener(parts: ListenerParts): RequestListener {
  const { dispatcher, faults, log, nowMs } = parts
  const idPrefix = randomBytes(4).toString('hex')
  let count = 0
  let dateSecond = -1
  let dateText = ''

  const dateHeader = (ms: number) => {
    const second = Math.floor(ms / 1000)
    if (second !== dateSecond) {
      dateSecond = second
      dateText = new Date(ms).toUTCString()
    }
    return dateText
  }

  const write = (response: ServerResponse, answer: WireAnswer, requestId: string, atMs: number) => {
    if (response.destroyed) return
    const headers = ['Date', dateHeader(atMs), 'x-nj-request-id', requestId, 'Cache-Control', 'no-store']
    if (answer.headers) for (const [name, value] of Object.entries(answer.headers)) headers.push(name, value)
    const { body } = answer
    if (body !== undefined) {
      headers.push('Content-Type', answer.contentType ?? 'application/json')
      headers.push('Content-Length', String(Buffer.byteLength(body)))
    } else if (answer.status !== 204) headers.push('Content-Length', '0')
    response.sendDate = false
    response.writeHead(answer.status, headers)
    // Node sends a text together with the head in one write, but bytes in a second one. For a small body the
    // copy is far cheaper than that; latin1 carries any bytes unchanged.
    if (body instanceof Buffer && body.length <= joinedSizeMax) response.end(body.toString('latin1'), 'latin1')
    else response.end(body)
  }

  const serve = (request: IncomingMessage, response: ServerResponse, body: Buffer | undefined) => {
    const begun = performance.now()
    count++
    const requestId = `${idPrefix}-${count}`
    const wire = toWire(request, body)
    const target = dispatcher.locate(wire)
    const record = (status: number, atMs: number, client: string | undefined, struck: readonly string[]) =>
      log.add({
        requestId,
        atMs,
        method: wire.method,
        path: wire.path,
        query: wire.query,
        ...(target.operation && { operation: target.operation.id }),
        ...(client !== undefined && { client }),
        status,
        durationMs: performance.now() - begun,
        ...(struck.length > 0 && { faults: struck }),
      })

    if (!faults.any) {
      const { answer, client } = dispatcher.run(wire, target)
      const atMs = nowMs()
      record(answer.status, atMs, client, [])
      write(response, answer, requestId, atMs)
      return
    }
    serveWithFaults(parts, wire, target, response)
      .then(({ answer, client, struck }) => {
        const atMs = nowMs()
        record(answer?.status ?? 0, atMs, client, struck)
        if (answer) write(response, answer, requestId, atMs)
      })
      // Only an abort gets here: the client left, or the sandbox is closing.
      .catch(() => {
        record(0, nowMs(), undefined, [])
        response.destroy()
      })
  }

  return (request, response) => {
    const url = request.url ?? '/'
    if (url === '/_sandbox' || url.startsWith('/_sandbox/') || url.startsWith('/_sandbox?')) {
      parts.control(request, response)
      return
    }
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
    if (!hasBody) {
      serve(request, response, undefined)
      return
    }
    readBody(request, (body) => {
      if (body !== 'too-large') {
        serve(request, response, body)
        return
      }
      count++
      const atMs = nowMs()
      const answer = parts.incidents.failure(413, 'FAILURE', 'HTTP 413 Payload Too Large')
      const [path = '', query = ''] = splitUrl(url)
      const requestId = `${idPrefix}-${count}`
      log.add({ requestId, atMs, method: request.method ?? '', path, query, status: 413, durationMs: 0 })
      write(response, answer, requestId, atMs)
    })
  }
}

/** An absent answer means that none is to be given. */
async function serveWithFaults(
  { dispatcher, faults, incidents, clock, closing }: ListenerParts,
  wire: WireRequest,
  target: Target,
  response: ServerResponse,
): Promise<{ answer: WireAnswer | undefined; client: string | undefined; struck: string[] }> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  const chosen = faults.select({
    operation: target.operation?.id,
    method: wire.method,
    path: target.path,
    device: target.device,
  })
  const struck: string[] = []
  let trouble: FaultEffect | undefined
  let strikeTrouble = () => {}
  for (const { id, effect, strike } of chosen) {
    if (effect.kind === 'delay') {
      strike()
      struck.push(id)
      await clock.sleep(effect.delayMs, AbortSignal.any([gone.signal, closing]))
    } else {
      trouble = effect
      strikeTrouble = () => {
        strike()
        struck.push(id)
      }
    }
  }
  response.off('close', leave)
  if (trouble && !strikesAfterwards(trouble)) {
    strikeTrouble()
    return { answer: troubleInstead(trouble, response, incidents), client: undefined, struck }
  }
  const { answer, client } = dispatcher.run(wire, target)
  // What was refused anyway was not carried out, so there is nothing to lie about and the rule is not used up.
  if (!trouble || answer.status >= 300) return { answer, client, struck }
  strikeTrouble()
  if (trouble.kind === 'timeout-after-commit') return { answer: undefined, client, struck }
  return { answer: incidents.failure(500, 'FAILURE', 'IllegalStateException'), client, struck }
}

function troubleInstead(effect: FaultEffect, response: ServerResponse, incidents: Incidents): WireAnswer | undefined {
  switch (effect.kind) {
    case 'status': {
      const answer = incidents.failure(effect.status, 'FAILURE', `HTTP ${effect.status}`)
      const { retryAfterSeconds } = effect
      if (retryAfterSeconds === undefined) return answer
      return { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } }
    }
    case 'html':
      return {
        status: effect.status,
        contentType: 'text/html; charset=utf-8',
        body: '<!doctype html><html><head><title>Please wait</title></head><body><h1>Too many requests</h1></body></html>',
      }
    case 'reset':
      response.socket?.resetAndDestroy()
      return undefined
    default:
      return undefined
  }
}

function toWire(request: IncomingMessage, body: Buffer | undefined): WireRequest {
  const [path = '', query = ''] = splitUrl(request.url ?? '/')
  return {
    method: request.method ?? 'GET',
    path,
    query,
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    body,
    headers: request.headers,
  }
}

function splitUrl(url: string): [string, string] {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

function readBody(request: IncomingMessage, done: (body: Buffer | 'too-large') => void): void {
  const chunks: Buffer[] = []
  let size = 0
  let refused = false
  const refuse = () => {
    if (refused) return
    refused = true
    chunks.length = 0
    done('too-large')
  }
  if (Number(request.headers['content-length'] ?? 0) > bodySizeMax) refuse()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > discardedSizeMax) request.destroy()
    else if (size > bodySizeMax) refuse()
    else if (!refused) chunks.push(chunk)
  })
  request.on('end', () => {
    if (!refused) done(Buffer.concat(chunks))
  })
  // A client that leaves in the middle of its body gets no answer.
  request.on('error', () => {})
}
