/** Bad input at the edge, over real sockets: the vendor's shape for an answer, and never a hang, a stack or a flood. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { controlSender, fetchToken, machineGrant, printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
/** With so little patience that a large body on a busy machine would be too slow for it. */
let impatient: Tenant
let token: string
beforeAll(async () => {
  tenant = await startTenant({ limits: { connectionsMax: 200 }, devices: 20 })
  impatient = await startTenant({ limits: { requestTimeoutMs: 1_000, headersTimeoutMs: 600 }, devices: 20 })
  token = await fetchToken(tenant.sandbox, machineGrant(tenant.sandbox))
})
afterAll(async () => {
  await tenant.sandbox.close()
  await impatient.sandbox.close()
})

const portOf = ({ sandbox }: Tenant) => Number(new URL(sandbox.url).port)

async function open(to = tenant): Promise<Socket> {
  const socket = connect(portOf(to), '127.0.0.1')
  socket.on('error', () => {})
  // Who does not read never hears that the other end has closed.
  socket.resume()
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'connect')
  return socket
}

/** All that the server says until it closes. */
async function say(text: string | Buffer): Promise<string> {
  const socket = await open()
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.write(text)
  await once(socket, 'close', { signal: AbortSignal.timeout(25_000) })
  return heard
}

const head = (method: string, path: string, headers: Record<string, string> = {}) =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: sandbox',
    'Connection: close',
    ...Object.entries({ Authorization: `Bearer ${token}`, ...headers }).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')
const reboot = `/v2/device/${printServer}/reboot/NORMAL`
const post = (body: string | Buffer, contentType = 'application/json', path = reboot) =>
  Buffer.concat([
    Buffer.from(head('POST', path, { 'Content-Type': contentType, 'Content-Length': String(Buffer.byteLength(body)) })),
    Buffer.from(body),
  ])

describe('answered, and nothing is carried out:', () => {
  test.each<[string, () => string | Buffer, RegExp]>([
    ['10 MB of JSON', () => post(Buffer.alloc(10_000_000, '[')), /^HTTP\/1\.1 413 [\s\S]*"resultCode":"FAILURE"/],
    ['100,000 levels', () => post('{"reason":'.repeat(100_000)), /^HTTP\/1\.1 400 [\s\S]*nested deeper/],
    [
      '100,000 levels, closed',
      () => post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      /^HTTP\/1\.1 400 [\s\S]*nested/,
    ],
    ['a field twice', () => post('{"reason":"a","reason":"b"}'), /^HTTP\/1\.1 400 [\s\S]*twice/],
    ['a list for an object', () => post('[]'), /^HTTP\/1\.1 400 [\s\S]*expected a JSON object/],
    ['no UTF-8', () => post(Buffer.from([0x7b, 0xff, 0x7d])), /^HTTP\/1\.1 400 [\s\S]*not UTF-8/],
    ['plain text', () => post('reason', 'text/plain'), /^HTTP\/1\.1 415 [\s\S]*"resultCode":"FAILURE"/],
    ['a form', () => post('reason=x', 'application/x-www-form-urlencoded'), /^HTTP\/1\.1 415 /],
    ['a type that only looks like JSON', () => post('{}', 'application/jsonp'), /^HTTP\/1\.1 415 /],
    [
      'a prototype',
      () => post('{"__proto__":{"reason":"x"}}'),
      /^HTTP\/1\.1 400 [\s\S]*Unrecognized field '__proto__'/,
    ],
    [
      'JSON at the token endpoint',
      () => post('{}', 'application/json', '/ws/oauth/token'),
      /^HTTP\/1\.1 400 [\s\S]*"error"/,
    ],
    ['no HTTP', () => 'HELLO\r\n\r\n', /^HTTP\/1\.1 400 Bad Request[\s\S]*"resultCode":"FAILURE"/],
    ['TLS', () => Buffer.from('16030100c8010000c403', 'hex'), /^HTTP\/1\.1 400 Bad Request/],
    [
      'a header of 100,000 characters',
      () => head('GET', '/v2/devices', { 'X-Large': 'x'.repeat(100_000) }),
      /^HTTP\/1\.1 431 [\s\S]*"resultCode":"FAILURE"/,
    ],
    [
      'two lengths',
      () => head('POST', reboot, { 'Content-Length': '2', 'content-length': '3' }).concat('{}'),
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length and chunks',
      () => head('POST', reboot, { 'Content-Length': '2', 'Transfer-Encoding': 'chunked' }).concat('0\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a path with broken percent signs',
      () => head('GET', '/v2/device/%E0%A4%A'),
      /^HTTP\/1\.1 404 [\s\S]*HTTP 404 Not Found/,
    ],
    ['a path that climbs', () => head('GET', '/v2/../_sandbox/ledger'), /^HTTP\/1\.1 404 /],
    ['a path of 8,000 characters', () => head('GET', `/v2/device/${'9'.repeat(8_000)}`), /^HTTP\/1\.1 404 /],
    ['a method nobody has', () => head('PROPFIND', '/v2/devices'), /^HTTP\/1\.1 405 [\s\S]*HTTP 405/],
  ])('%s', async (_name, text, expected) => {
    const heard = await say(text())
    expect(heard).toMatch(expected)
    expect(heard).not.toMatch(/Sandbox fault|node:|\.ts:\d/)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('a control body of 100,000 levels', async () => {
    const control = controlSender(tenant.sandbox)
    expect((await control('POST', '/faults', '{"match":'.repeat(100_000))).status).toBe(400)
    expect((await control('POST', '/apps', '['.repeat(100_000))).status).toBe(400)
  })
})

describe('a slow client', () => {
  test('that never ends its headers is told 408 and let go', async () => {
    const socket = await open(impatient)
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.write('GET /v2/devices HTTP/1.1\r\nHost: sandbox\r\n')
    const drip = setInterval(() => socket.write('X-A: 1\r\n'), 100)
    await once(socket, 'close')
    clearInterval(drip)
    expect(heard).toMatch(/^HTTP\/1\.1 408 Request Timeout[\s\S]*"resultCode":"FAILURE"/)
  })

  test('that never ends its body is let go, and nothing is carried out', async () => {
    const socket = await open(impatient)
    socket.write(head('POST', reboot, { 'Content-Type': 'application/json', 'Content-Length': '1000' }))
    const drip = setInterval(() => socket.write(' '), 100)
    await once(socket, 'close')
    clearInterval(drip)
    expect(impatient.sandbox.control.ledger()).toEqual([])
  })
})

test('ten thousand idle sockets: a bounded number is kept, health stays fast, and memory stays', async () => {
  // In time of the processor, both ends together: who else is at work on this machine must not matter.
  const healthMs = async (checks: number) => {
    const begun = process.cpuUsage()
    for (let turn = 0; turn < checks; turn++) {
      expect((await controlSender(tenant.sandbox)('GET', '/clock')).status).toBe(200)
    }
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1_000 / checks
  }
  await healthMs(20)
  const before = process.memoryUsage().rss
  let openNow = 0
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (let batch = 0; batch < 100; batch++) {
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(portOf(tenant), '127.0.0.1')
        sockets.push(socket)
        socket.on('error', () => {})
        socket.resume()
        socket.once('close', () => openNow--)
        await Promise.race([once(socket, 'connect'), once(socket, 'close')])
        openNow++
      }),
    )
    if (batch % 10 === 9) await healthMs(1)
  }
  // What the server closed is heard of a moment later.
  for (let turn = 0; turn < 50 && openNow > 220; turn++) await wait(20)
  expect(sockets).toHaveLength(10_000)
  expect(openNow).toBeLessThanOrEqual(220)
  // A crowd that is looked through at each request would take far longer.
  expect(await healthMs(20)).toBeLessThan(50)
  // Both ends of every socket live in this process.
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(250)
}, 60_000)

test('forty bodies of 10 MB at once leave no memory behind', async () => {
  await say(post(Buffer.alloc(10_000_000, '[')))
  const before = process.memoryUsage()
  const body = Buffer.alloc(10_000_000, '[')
  for (let batch = 0; batch < 4; batch++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => say(post(body))))
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  }
  const grownMb = (process.memoryUsage().arrayBuffers - before.arrayBuffers) / 1024 / 1024
  expect(grownMb).toBeLessThan(250)
}, 60_000)
