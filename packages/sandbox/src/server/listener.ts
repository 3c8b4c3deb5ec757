/**
 * The socket's side: reads a request into a value, lets the dispatcher answer it, writes the answer. It sits
 * directly on node:http: an answer made of cached bytes should cost little more than sending them.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { WireAnswer, WireRequest } from './answer.ts'
import type { Target } from './dispatch.ts'
import { type FaultParts, serveWithFaults } from './faults/serve.ts'
import type { RequestLog } from './log/request-log.ts'
import { BodyReader } from './request-body.ts'

export interface ListenerParts extends FaultParts {
  readonly log: RequestLog
  /** Gives the time of the tenant. */
  readonly nowMs: () => number
  /** See `Exchange.arrivedMs`. */
  readonly waitingMs: () => number
  /** Serves `/_sandbox/*`. */
  readonly control: RequestListener
}

/** A request, as it is while it is answered. */
interface Arrival {
  readonly requestId: string
  readonly wire: WireRequest
  readonly target: Target
  /** When, by the machine's clock and by the one of `Exchange`. */
  readonly begun: number
  readonly arrivedMs: number
}

const none: readonly string[] = []

const joinedSizeMax = 16 * 1024

export function createListener(parts: ListenerParts): RequestListener {
  const { dispatcher, faults, incidents, log, nowMs, waitingMs } = parts
  const bodies = new BodyReader()
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
    if (answer.cut) {
      cutOff(response, answer, headers)
      return
    }
    response.writeHead(answer.status, headers)
    // Node sends a text together with the head in one write, but bytes in a second one. For a small body the
    // copy is far cheaper than that; latin1 carries any bytes unchanged.
    if (body instanceof Buffer && body.length <= joinedSizeMax) response.end(body.toString('latin1'), 'latin1')
    else response.end(body)
  }

  const serve = (request: IncomingMessage, response: ServerResponse, body: Buffer | undefined) => {
    const begun = performance.now()
    const arrivedMs = waitingMs()
    count++
    const requestId = `${idPrefix}-${count}`
    const wire = toWire(request, body)
    const target = dispatcher.locate(wire)
    const arrival: Arrival = { requestId, wire, target, begun, arrivedMs }
    if (faults.any) {
      serveFaulty(arrival, response)
      return
    }
    const { answer, client, granted } = dispatcher.run(wire, target)
    const atMs = nowMs()
    record(arrival, atMs, answer, client, granted, none)
    write(response, answer, requestId, atMs)
  }

  const serveFaulty = (arrival: Arrival, response: ServerResponse) => {
    const { requestId, wire, target } = arrival
    serveWithFaults(parts, wire, target, response)
      .then(({ answer, client, granted, struck }) => {
        const atMs = nowMs()
        record(arrival, atMs, answer, client, granted, struck)
        if (answer) write(response, answer, requestId, atMs)
      })
      // Only an abort gets here: the client left, or the sandbox is closing.
      .catch(() => {
        record(arrival, nowMs(), undefined, undefined, undefined, none)
        response.destroy()
      })
  }

  const record = (
    { requestId, wire, target, begun, arrivedMs }: Arrival,
    atMs: number,
    answer: WireAnswer | undefined,
    client: string | undefined,
    granted: readonly string[] | undefined,
    struck: readonly string[],
  ) =>
    log.add({
      requestId,
      atMs,
      arrivedMs,
      answeredMs: waitingMs(),
      request: wire,
      target,
      client: client ?? dispatcher.nameClient(wire),
      granted,
      answer,
      latencyMs: performance.now() - begun,
      faults: struck,
    })

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
    bodies.read(request, (body) => {
      if (body instanceof Buffer) {
        serve(request, response, body)
        return
      }
      count++
      const atMs = nowMs()
      const [status, words] = body === 'too-large' ? ([413, 'Payload Too Large'] as const) : ([503, 'Busy'] as const)
      const answer = incidents.failure(status, 'FAILURE', `HTTP ${status} ${words}`)
      const [path = '', query = ''] = splitUrl(url)
      const requestId = `${idPrefix}-${count}`
      const refused = { method: request.method ?? '', path, query, headers: request.headers, body: undefined }
      const answeredMs = waitingMs()
      const times = { atMs, arrivedMs: answeredMs, answeredMs, latencyMs: 0 }
      log.add({ requestId, ...times, request: refused, answer, faults: none })
      const answerNow = () => write(response, answer, requestId, atMs)
      // Where the connection ends with the answer, what is still on its way would take the answer with it.
      if (response.shouldKeepAlive || request.complete) answerNow()
      else request.once('end', answerNow)
    })
  }
}

/** Half of an answer, then the end of the connection. An answer without a body breaks in its first line. */
function cutOff(response: ServerResponse, { status, body }: WireAnswer, headers: readonly string[]): void {
  const { socket } = response
  if (body === undefined) {
    socket?.end('HTTP/1.1 20')
    return
  }
  response.writeHead(status, [...headers])
  const bytes = Buffer.from(body)
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket?.destroy())
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
