import { describe, expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { apiError } from './errors.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import {
  clientFor,
  errorOf,
  inOrder,
  type Reply,
  type SeenRequest,
  settle,
  startServer,
  tooMany,
} from './test-support.ts'

type ManualClock = ReturnType<typeof manualClock>

const device = { body: { id: 1001, organizationId: 1 } }

/** Asks for `count` places at once; gives when each was granted, in milliseconds from now. */
async function grantTimes(count: number, limiter: Limiter, clock: ManualClock): Promise<number[]> {
  const start = clock.now()
  const grantedMs: number[] = []
  const all = Array.from({ length: count }, async () => {
    const place = await limiter.take('read', undefined)
    grantedMs.push(clock.now() - start)
    place.release()
  })
  while (grantedMs.length < count) {
    await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(10)
  }
  await Promise.all(all)
  return grantedMs
}

describe('a ceiling is never exceeded', () => {
  test('a burst, then one after another', async () => {
    const clock = manualClock()
    const grantedMs = await grantTimes(25, createLimiter(clock, { requestsPerSecond: 10, burst: 5 }), clock)
    expect(grantedMs.filter((at) => at === 0)).toHaveLength(5)
    // 20 more at 10 a second.
    expect(grantedMs.at(-1)).toBe(2_000)
    for (const [index, at] of grantedMs.entries()) expect(index + 1).toBeLessThanOrEqual(5 + at / 100)
  })

  test('a pause saves up one burst and no more', async () => {
    const clock = manualClock()
    const limiter = createLimiter(clock, { requestsPerSecond: 10, burst: 5 })
    await clock.advance(60_000)
    const grantedMs = await grantTimes(10, limiter, clock)
    expect(grantedMs.filter((at) => at === 0)).toHaveLength(5)
  })

  test.each([{ requestsPerSecond: 0 }, { burst: 0 }, { writesAtOnceMax: 0 }, { requestsPerSecond: Number.NaN }])(
    'one that lets nothing through is refused: %j',
    (rateLimit) => {
      expect(() => createLimiter(manualClock(), rateLimit)).toThrow(/rateLimit lets nothing through/)
    },
  )
})

/** A client of a server that notes when each request arrived, in milliseconds since the start. */
async function timed(answer: (seen: SeenRequest) => Reply | undefined) {
  const arrivedMs: number[] = []
  let start = 0
  const server = await startServer((seen) => {
    arrivedMs.push(clock.now() - start)
    return answer(seen)
  })
  const { client, clock } = clientFor(server)
  start = clock.now()
  return { client, clock, arrivedMs, get: () => client.devices.get({ id: 1001 }) }
}

const throttled = { status: 429, headers: {}, body: Buffer.alloc(0) }
const served = { status: 200, headers: {}, body: Buffer.alloc(0) }
const retryAfter = (retryAfterMs: number) =>
  apiError({ kind: 'rate_limited', execution: 'refused', code: 'rate_limited', message: 'x', retryAfterMs })

describe('told to slow down, everybody waits', () => {
  /** 429 in every shape that is told of, and what it asks for. */
  const httpDate = new Date(manualClock().now() + 7_000).toUTCString()
  const page = { status: 429, headers: { 'content-type': 'text/html', 'retry-after': '7' }, body: '<html>Slow down' }
  test.each<[string, Reply]>([
    ['Retry-After in seconds', tooMany('7')],
    ['Retry-After as a date', tooMany(httpDate)],
    ['retry_after in the body', { status: 429, body: { error: 'rate_limit_exceeded', message: 'x', retry_after: 7 } }],
    ['an HTML page', page],
  ])('%s: the same request waits as long as it is told', async (_name, reply) => {
    const answer = inOrder(reply, device)
    const { clock, arrivedMs, get } = await timed((seen) => answer(seen, {} as never) as Reply)
    await settle(get(), clock)
    expect(arrivedMs[1]).toBeGreaterThanOrEqual(7_000)
  })

  test('one who was not told, and one who comes while all wait', async () => {
    const clock = manualClock()
    const limiter = createLimiter(clock)
    const place = await limiter.take('read', undefined)
    limiter.learn(throttled, clock.now(), retryAfter(30_000))
    place.release()
    await clock.advance(10_000)
    expect(Math.min(...(await grantTimes(2, limiter, clock)))).toBe(20_000)
  })

  test('a wait longer than the limit is not begun: the call says how long, and nothing is sent', async () => {
    const { client, clock, arrivedMs, get } = await timed(() => tooMany('600'))
    expect(await settle(errorOf(get()), clock)).toMatchObject({ kind: 'rate_limited', retryAfterMs: 600_000 })
    const error = await errorOf(client.devices.reboot({ id: 1001, mode: 'NORMAL' }))
    expect(error).toMatchObject({ kind: 'rate_limited', execution: 'not_sent', operationId: 'devices.reboot' })
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(590_000)
    expect(arrivedMs).toHaveLength(1)
  })

  test.each([
    ['seconds from now', () => '5'],
    ['epoch seconds', (now: number) => String(now / 1000 + 5)],
    ['epoch milliseconds', (now: number) => String(now + 5_000)],
  ])('X-RateLimit-Reset as %s, once nothing remains', async (_name, reset) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(manualClock().now()) }
    const { clock, arrivedMs, get } = await timed(() => ({ ...device, headers }))
    await settle(get(), clock)
    await settle(get(), clock)
    expect(arrivedMs[1]).toBeGreaterThanOrEqual(5_000)
  })

  test('X-RateLimit headers that make no sense change nothing', async () => {
    const headers = { 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': 'soon' }
    const { arrivedMs, get } = await timed(() => ({ ...device, headers }))
    await get()
    await get()
    expect(arrivedMs).toEqual([0, 0])
  })
})

describe('the pace learns from being told', () => {
  /** Sends as fast as the limiter allows for a while; gives how many left in each second. */
  async function sentIn(seconds: number, limiter: Limiter, clock: ManualClock) {
    const counts: number[] = []
    for (let second = 0; second < seconds; second++) {
      let sent = 0
      const ending = new AbortController()
      const worker = async () => {
        while (!ending.signal.aborted) {
          const place = await limiter.take('read', ending.signal)
          sent += 1
          place.release()
          await clock.sleep(1, ending.signal)
        }
      }
      const workers = Array.from({ length: 20 }, () => worker().catch(() => {}))
      for (let step = 0; step < 100; step++) await clock.advance(10)
      ending.abort()
      await Promise.all(workers)
      counts.push(sent)
    }
    return counts
  }

  test('it falls to 70 % of what was served, and rises to it and beyond again', async () => {
    const clock = manualClock()
    const limiter = createLimiter(clock)
    for (let index = 0; index < 100; index++) {
      const place = await limiter.take('read', undefined)
      limiter.learn(served, clock.now(), undefined)
      place.release()
    }
    await clock.advance(1)
    limiter.learn(throttled, clock.now(), undefined)
    expect(limiter.isHolding).toBe(true)
    const counts = await sentIn(12, limiter, clock)
    expect(counts[0]).toBeGreaterThan(60)
    expect(counts[0]).toBeLessThan(90)
    // The cubic is flat around the rate that went wrong, so it stays near it for a while; then it tries more.
    expect(Math.max(...counts)).toBeGreaterThan(150)
    for (const [index, count] of counts.entries()) expect(count).toBeGreaterThanOrEqual((counts[index - 1] ?? 0) * 0.95)
  })

  test('those that were under way together count once', async () => {
    const clock = manualClock()
    const limiter = createLimiter(clock)
    const places = []
    for (let index = 0; index < 100; index++) {
      places.push(await limiter.take('read', undefined))
      limiter.learn(served, clock.now(), undefined)
    }
    const sentAtMs = clock.now()
    for (const place of places) {
      limiter.learn(throttled, sentAtMs, undefined)
      place.release()
      // Others go out in between, at the pace that was set meanwhile.
      await grantTimes(1, limiter, clock)
    }
    await clock.advance(50)
    const [count = 0] = await sentIn(1, limiter, clock)
    expect(count).toBeGreaterThan(60)
  })
})

test('a call that waits can be given up, and no timer is left behind', async () => {
  const clock = manualClock()
  let timers = 0
  const counting = {
    now: clock.now,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      timers += 1
      return clock.sleep(milliseconds, signal).finally(() => {
        timers -= 1
      })
    },
  }
  const limiter = createLimiter(counting, { requestsPerSecond: 1, burst: 1 })
  await limiter.take('read', undefined)
  const giveUp = new AbortController()
  const waiting = limiter.take('read', giveUp.signal)
  expect(timers).toBe(1)
  giveUp.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  expect(timers).toBe(0)
})

test('waits are told to whoever watches', async () => {
  const waits: unknown[] = []
  const server = await startServer(() => device)
  const { client, clock } = clientFor(server, {
    rateLimit: { requestsPerSecond: 1, burst: 1 },
    hooks: { onWait: (event) => waits.push(event) },
  })
  await client.devices.get({ id: 1001 })
  await settle(client.devices.get({ id: 1001 }), clock)
  expect(waits).toEqual([{ operationId: 'devices.get', reason: 'pace', waitMs: 1_000 }])
})
