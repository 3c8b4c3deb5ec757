/** What goes wrong on a network, over real sockets: for a read, and for a command that must never run twice. */
import { createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { KunaiApiError } from './errors.ts'
import { clientFor, errorOf, settle } from './test-support.ts'

/** Writes what it likes into the socket; `count` is 1 for the first request that is not for a token. */
type Misbehaviour = (socket: Socket, count: number) => void

/** A server that speaks bytes. Tokens are given properly; everything else is up to the test. */
async function startSockets(misbehave: Misbehaviour, onConnection?: (socket: Socket) => boolean) {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (onConnection?.(socket)) return
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (end < 0 || text.length < end + 4 + length) return
      const [line = ''] = text.split('\r\n')
      text = ''
      if (line.includes('/ws/oauth/token')) socket.write(json(200, { access_token: 'token', expires_in: 3600 }))
      else misbehave(socket, seen.push(line))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, port, seen }
}

function json(status: number, body: unknown, headers = ''): string {
  const text = JSON.stringify(body)
  return `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\n${headers}content-length: ${text.length}\r\n\r\n${text}`
}

const good: Misbehaviour = (socket) => socket.write(json(200, { id: 1001, organizationId: 1 }))
const accepted: Misbehaviour = (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n')

/** Fails first, then as `then` says. */
const once =
  (fault: Misbehaviour, then: Misbehaviour): Misbehaviour =>
  (socket, count) =>
    (count === 1 ? fault : then)(socket, count)

const slowDown = { error: 'too_many_requests', error_description: 'x' }
const tomorrow = new Date(Date.parse('2026-01-05T09:00:04Z')).toUTCString()

interface Fault {
  readonly name: string
  readonly fault: Misbehaviour
  /** What a command that meets it once ends as: an error, or well after one more send. */
  readonly command: { readonly kind: string; readonly execution: string } | 'one more send'
  /** False where a read is not repeated either. */
  readonly readRecovers?: boolean
}

const ambiguous = { kind: 'network_ambiguous', execution: 'unknown' }
const faults: readonly Fault[] = [
  { name: 'a reset after the request was read', fault: (socket) => socket.resetAndDestroy(), command: ambiguous },
  { name: 'an orderly end without an answer', fault: (socket) => socket.end(), command: ambiguous },
  {
    name: 'a reset in the middle of the headers',
    fault: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-', () => socket.resetAndDestroy()),
    command: ambiguous,
  },
  {
    name: 'a body shorter than its length',
    fault: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":1001}'),
    command: ambiguous,
  },
  {
    name: 'a chunked body that never ends properly',
    fault: (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n'),
    command: ambiguous,
  },
  { name: 'bytes that are no HTTP', fault: (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), command: ambiguous },
  {
    name: '500 in JSON',
    fault: (socket) => socket.write(json(500, { resultCode: 'FAILURE', errorMessage: 'NullPointerException' })),
    command: { kind: 'server', execution: 'unknown' },
    readRecovers: false,
  },
  {
    name: '502 as HTML',
    fault: (socket) => socket.write('HTTP/1.1 502 X\r\ncontent-length: 15\r\n\r\n<html>Bad</html'),
    command: { kind: 'unproven_answer', execution: 'unknown' },
  },
  {
    name: '429 with Retry-After in seconds',
    fault: (socket) => socket.write(json(429, slowDown, 'retry-after: 4\r\n')),
    command: 'one more send',
  },
  {
    name: '429 with Retry-After as a date',
    fault: (socket) => socket.write(json(429, slowDown, `retry-after: ${tomorrow}\r\n`)),
    command: 'one more send',
  },
  {
    name: '429 with retry_after in the body',
    fault: (socket) => socket.write(json(429, { error: 'rate_limit_exceeded', message: 'x', retry_after: 4 })),
    command: 'one more send',
  },
  {
    name: '429 as an HTML page',
    fault: (socket) => socket.write('HTTP/1.1 429 X\r\ncontent-length: 14\r\n\r\n<html>Slow</ht'),
    command: { kind: 'unproven_answer', execution: 'unknown' },
  },
]

describe.each(faults)('$name', ({ fault, command, readRecovers = true }) => {
  test('a read', async () => {
    const server = await startSockets(once(fault, good))
    const { client, clock } = clientFor(server)
    const read = client.devices.get({ id: 1001 })
    if (readRecovers) expect(await settle(read, clock)).toMatchObject({ id: 1001 })
    else expect(await settle(errorOf(read), clock)).toMatchObject({ kind: 'server' })
    expect(server.seen).toHaveLength(readRecovers ? 2 : 1)
  })

  test('a command', async () => {
    const server = await startSockets(once(fault, accepted))
    const { client, clock } = clientFor(server)
    const reboot = client.devices.reboot({ id: 1001, mode: 'NORMAL' })
    if (command === 'one more send') expect(await settle(reboot, clock)).toBeUndefined()
    else expect(await settle(errorOf(reboot), clock)).toMatchObject(command)
    expect(server.seen).toHaveLength(command === 'one more send' ? 2 : 1)
  })
})

describe('before the first byte', () => {
  test.each(['a read', 'a command'])(
    'a port that refuses, for %s: tried again, and reported as unsent',
    async (kind) => {
      const server = await startSockets(good)
      const tried: number[] = []
      const { client, clock } = clientFor(
        { url: `http://127.0.0.1:${await freePort()}` },
        { machine: { clientId: 'x', clientSecret: 'y' }, hooks: { onRequest: ({ attempt }) => tried.push(attempt) } },
      )
      const call = kind === 'a read' ? client.devices.get({ id: 1 }) : client.devices.reboot({ id: 1, mode: 'NORMAL' })
      const error = await settle(errorOf(call), clock)
      expect(error).toMatchObject({ kind: 'network_unsent', execution: 'not_sent', code: 'connection_failed' })
      expect(tried).toEqual([1, 2, 3])
      expect(server.seen).toHaveLength(0)
    },
  )

  test('a reset in the TLS handshake: nothing of the request has left', async () => {
    let handshakes = 0
    const server = await startSockets(good, (socket) => {
      socket.once('data', () => {
        handshakes += 1
        socket.resetAndDestroy()
      })
      return true
    })
    const { client, clock } = clientFor({ url: `https://127.0.0.1:${server.port}` })
    const error = await settle(errorOf(client.devices.reboot({ id: 1, mode: 'NORMAL' })), clock)
    expect(error).toMatchObject({ kind: 'network_unsent', execution: 'not_sent' })
    expect(handshakes).toBe(3)
  })

  test('a kept connection that the server has closed meanwhile: a read finds another, a command never used it', async () => {
    const server = await startSockets((socket, count) => {
      if (count === 1) socket.write(json(200, { id: 1001, organizationId: 1 }), () => socket.resetAndDestroy())
      else if (count === 2) good(socket, count)
      else accepted(socket, count)
    })
    const { client, clock } = clientFor(server)
    await client.devices.get({ id: 1001 })
    expect(await settle(client.devices.get({ id: 1001 }), clock)).toMatchObject({ id: 1001 })
    await client.devices.reboot({ id: 1001, mode: 'NORMAL' })
    expect(server.seen.map((line) => line.split(' ')[0])).toEqual(['GET', 'GET', 'POST'])
  })
})

test('a body that drips: the time limit of the whole exchange ends it, however busy it looks', async () => {
  const server = await startSockets((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n')
    const drip = setInterval(() => socket.write(' '), 5)
    socket.on('close', () => clearInterval(drip))
  })
  const { client, clock } = clientFor(server, { fetchTimeouts: { totalMs: 5_000 } })
  const ended = errorOf(client.devices.reboot({ id: 1001, mode: 'NORMAL' }))
  await expect.poll(() => server.seen.length).toBe(1)
  expect(await settle(ended, clock)).toMatchObject({
    kind: 'network_ambiguous',
    code: 'timed_out',
    execution: 'unknown',
  })
})

test('more body than was announced is not read as part of the answer', async () => {
  const server = await startSockets((socket) => {
    socket.end(`${json(200, { id: 1001, organizationId: 1 })}HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"id":13}`)
  })
  const device = (await clientFor(server).client.devices.get({ id: 1001 })) as { id: number }
  expect(device.id).toBe(1001)
})

test('an error of the network names its cause and quotes none of its bytes', async () => {
  const server = await startSockets((socket) => socket.end('Bearer token leaked here\r\n\r\n'))
  const { client, clock } = clientFor(server)
  const error = (await settle(errorOf(client.devices.reboot({ id: 1, mode: 'NORMAL' })), clock)) as KunaiApiError
  expect(JSON.stringify(error) + error.message + String(error.detail)).not.toContain('leaked')
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
