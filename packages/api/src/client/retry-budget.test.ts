/** Repeating is paid from one purse per client, and a 429 may name its wait in the body. */
import { expect, test } from 'vitest'
import { clientFor, errorOf, type Reply, settle, startServer } from './test-support.ts'

const device: Reply = { body: { id: 1001, organizationId: 1 } }
const get = { id: 1001 }
const down: Reply = { status: 503 }
const slow: Reply = { status: 429, body: { error: 'too_many_requests' } }

test.each<[string, Reply, number]>([
  // Two repeats a call: 500 / 14 = 35 repeats, 500 / 5 = 100 repeats.
  ['503', down, 35],
  ['429', slow, 100],
])(
  'when every answer is %s, a client repeats until its purse is empty, then not at all',
  async (_name, reply, repeats) => {
    const server = await startServer(() => reply)
    const { client, clock } = clientFor(server)
    const calls = 60
    for (let call = 0; call < calls; call++) await settle(errorOf(client.devices.get(get)), clock)
    expect(server.calls).toHaveLength(calls + repeats)
  },
)

test('success fills it again: an empty purse pays for one repeat after 14 good calls', async () => {
  let reply = down
  const server = await startServer(() => reply)
  const { client, clock } = clientFor(server)
  for (let call = 0; call < 20; call++) await settle(errorOf(client.devices.get(get)), clock)
  const sendsOfOneFailure = async () => {
    const before = server.calls.length
    await settle(errorOf(client.devices.get(get)), clock)
    return server.calls.length - before
  }
  expect(await sendsOfOneFailure()).toBe(1)
  reply = device
  for (let call = 0; call < 14; call++) await client.devices.get(get)
  reply = down
  // 10 were left of 500 after 35 repeats.
  expect(await sendsOfOneFailure()).toBe(2)
  expect(await sendsOfOneFailure()).toBe(1)
})

test('a repeat that helps costs nothing in the end', async () => {
  let count = 0
  const server = await startServer(() => (count++ % 2 === 0 ? down : device))
  const { client, clock } = clientFor(server)
  for (let call = 0; call < 50; call++) await settle(client.devices.get(get), clock)
  expect(server.calls).toHaveLength(100)
})

test.each<[unknown, number]>([
  [7, 7_000],
  ['7', 7_000],
  [6.2, 7_000],
])('retry_after %j in a body is waited for whole', async (retryAfter, waitMs) => {
  let count = 0
  const server = await startServer(() =>
    count++ === 0 ? { status: 429, body: { error: 'rate_limit_exceeded', retry_after: retryAfter } } : device,
  )
  const { client, clock } = clientFor(server)
  const startMs = clock.now()
  await settle(client.devices.get(get), clock)
  expect(clock.now() - startMs).toBeGreaterThanOrEqual(waitMs)
  expect(clock.now() - startMs).toBeLessThan(waitMs + 100)
})
