/**
 * The listening socket's limits: how many connections, how long they may take, and what is said to who does not speak
 * HTTP. A crowd of idle sockets must never shut out who has something to say.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Incidents } from './answer.ts'

export interface EdgeLimits {
  /** From the first byte of a request to its last. */
  readonly requestTimeoutMs: number
  /** From connecting to the last header. */
  readonly headersTimeoutMs: number
  /** Above it the connection that has been idle longest is closed for each new one. */
  readonly connectionsMax: number
}

export const edgeDefaults: EdgeLimits = { requestTimeoutMs: 30_000, headersTimeoutMs: 15_000, connectionsMax: 1_024 }

/** How many connections may be at work beyond `connectionsMax` before new ones are turned away. */
const busyExtra = 1_024

export function createEdge(listener: RequestListener, limits: EdgeLimits, incidents: Incidents): Server {
  const server = createServer(
    {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      connectionsCheckingInterval: Math.max(50, Math.min(5_000, Math.floor(limits.requestTimeoutMs / 4))),
      keepAliveTimeout: 65_000,
    },
    listener,
  )
  server.maxConnections = limits.connectionsMax + busyExtra
  boundIdle(server, limits.connectionsMax)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerNoise(error, socket, incidents))
  return server
}

function boundIdle(server: Server, connectionsMax: number): void {
  /** Longest idle first. */
  const idle = new Set<Socket>()
  let count = 0
  server.on('connection', (socket) => {
    count++
    idle.add(socket)
    socket.once('close', () => {
      count--
      idle.delete(socket)
    })
    if (count <= connectionsMax) return
    const [longest] = idle
    longest?.destroy()
  })
  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  })
}

/** Node's parser gave up before there was a request. The vendor's words for it are not on record; the shape is. */
function answerNoise(error: NodeJS.ErrnoException, socket: Duplex, incidents: Incidents): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, words } = noiseWords[error.code ?? ''] ?? { status: 400, words: 'Bad Request' }
  const { body = '' } = incidents.failure(status, 'FAILURE', `HTTP ${status} ${words}`)
  socket.end(
    [
      `HTTP/1.1 ${status} ${words}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  // Long enough to read the answer; who goes on sending is not waited for.
  setTimeout(() => socket.destroy(), goodbyeMs).unref()
}

const goodbyeMs = 1_000

const noiseWords: Readonly<Record<string, { status: number; words: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, words: 'Request Timeout' },
  HPE_HEADER_OVERFLOW: { status: 431, words: 'Request Header Fields Too Large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, words: 'Payload Too Large' },
}
