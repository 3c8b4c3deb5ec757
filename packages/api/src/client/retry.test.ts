/** What is sent again without being asked: reads, when it may help. Writes are in send.test.ts. */
import { describe, expect, test } from 'vitest'
import {
  type Answerer,
  clientFor,
  dropConnection,
  errorOf,
  failure,
  html,
  inOrder,
  type Reply,
  settle,
  startServer,
  tooMany,
} from './test-support.ts'

const device: Reply = { body: { id: 1001, organizationId: 1, lastContact: 1_767_603_600.25 } }

describe('a read is repeated when repeating may help', () => {
  test.each<[string, Answerer]>([
    ['429 that does not say how long', () => tooMany()],
    ['502', () => ({ status: 502, body: 'Bad gateway' })],
    ['503', () => ({ status: 503 })],
    ['504', () => ({ status: 504, body: {} })],
    ['an HTML page', () => html],
    ['a dropped connection', dropConnection],
  ])('after %s: three sends in all, then the error', async (_name, answer) => {
    const server = await startServer(answer)
    const { client, clock } = clientFor(server)
    await settle(errorOf(client.devices.get({ id: 1001 })), clock)
    expect(server.calls).toHaveLength(3)
  })

  test('after 429 that says how long: eight sends in all, each after its wait', async () => {
    const server = await startServer(() => tooMany('1'))
    const { client, clock } = clientFor(server)
    const startMs = clock.now()
    await settle(errorOf(client.devices.get({ id: 1001 })), clock)
    expect(server.calls).toHaveLength(8)
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(7_000)
  })

  test('and gives the answer once it comes', async () => {
    const server = await startServer(inOrder(html, { status: 503 }, device))
    const { client, clock } = clientFor(server)
    expect(await settle(client.devices.get({ id: 1001 }), clock)).toMatchObject({
      lastContact: '2026-01-05T09:00:00.250Z',
    })
  })

  test.each<[string, Reply]>([
    ['500', failure],
    ['404', { status: 404, body: { resultCode: 'node_not_found' } }],
    ['an answer of the wrong shape', { body: { devices: [] } }],
  ])('but not after %s', async (_name, reply) => {
    const server = await startServer(() => reply)
    await errorOf(clientFor(server).client.devices.get({ id: 1001 }))
    expect(server.calls).toHaveLength(1)
  })

  test('Retry-After may be a date', async () => {
    const server = await startServer(inOrder(tooMany('Mon, 05 Jan 2026 09:00:20 GMT'), device))
    const { client, clock } = clientFor(server)
    const startMs = clock.now()
    await settle(client.devices.get({ id: 1001 }), clock)
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(20_000)
  })
})

describe('how long it waits', () => {
  test('with full jitter between nothing and a bound that doubles', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const elapsedMs: number[] = []
    for (const random of [0, 1]) {
      const { client, clock } = clientFor(server, { retry: { baseMs: 1_000, random: () => random } })
      const startMs = clock.now()
      await settle(errorOf(client.devices.get({ id: 1001 })), clock)
      elapsedMs.push(clock.now() - startMs)
    }
    const [least = 0, most = 0] = elapsedMs
    expect(least).toBeLessThan(1_000)
    expect(most).toBeGreaterThanOrEqual(3_000)
  })
})
