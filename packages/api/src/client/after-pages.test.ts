import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Operation } from '../operation.ts'
import { type AfterOptions, readAfterPages } from './after-pages.ts'
import type { PageReader } from './page.ts'
import { clientFor, errorOf, type SeenRequest, startServer, tooMany } from './test-support.ts'

const operation = { id: 'devices.list' } as Operation
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

interface Asked {
  readonly after: number
  readonly signal: AbortSignal | undefined
}

/** A fleet that is asked in rounds: what is asked for at the same time is answered at the same time. */
function fleet(ids: readonly number[], answer?: (after: number, size: number) => readonly number[]) {
  const asked: Asked[] = []
  let rounds = 0
  let waiting: (() => void)[] = []
  const answerAll = () => {
    rounds += 1
    const now = waiting
    waiting = []
    for (const resolve of now) resolve()
  }
  const usual = (after: number, size: number) => ids.filter((id) => id > after).slice(0, size)
  const readPage: PageReader = async (input, request) => {
    const after = Number(input.after ?? 0)
    asked.push({ after, signal: request?.signal })
    if (waiting.length === 0) setImmediate(answerAll)
    await new Promise<void>((resolve) => waiting.push(resolve))
    const found = (answer ?? usual)(after, Number(input.pageSize))
    return { output: found.map((id) => ({ id })), pageInfo: undefined }
  }
  return { asked, readPage, rounds: () => rounds }
}

async function collect(readPage: PageReader, pageSize: number, options: Partial<AfterOptions> = {}) {
  const ids: unknown[] = []
  const list = { operation, input: { pageSize }, readPage }
  const all = { pagesAtOnceMax: 8, isHolding: () => false, ...options }
  for await (const row of readAfterPages(list, all)) ids.push((row as { id: unknown }).id)
  return ids
}

/** Ids with holes of no pattern in them, as a fleet has them after some years. */
const withHoles = (count: number) => {
  let id = 0
  return upTo(count).map((index) => (id += 1 + (Math.imul(index, 0x9e3779b1) >>> 29)))
}

describe('pages are read ahead', () => {
  test('and the list is the same, in a fraction of the rounds', async () => {
    const ids = withHoles(10_000)
    const { asked, readPage, rounds } = fleet(ids)
    expect(await collect(readPage, 100)).toEqual(ids)
    // One after another these are 101.
    expect(rounds()).toBeLessThan(30)
    // Overlaps and what is asked for past the end cost less than a third more.
    expect(asked.length).toBeLessThan(135)
  })

  test('one after another when so asked, or while the connection is told to slow down', async () => {
    for (const options of [{ pagesAtOnceMax: 1 }, { isHolding: () => true }]) {
      const { asked, readPage } = fleet(upTo(1_000))
      expect(await collect(readPage, 100, options)).toEqual(upTo(1_000))
      expect(asked.map(({ after }) => after)).toEqual([...Array(11).keys()].map((page) => page * 100))
    }
  })

  test('a list of one page costs no guess', async () => {
    const { asked, readPage } = fleet(upTo(99))
    await collect(readPage, 100)
    expect(asked).toHaveLength(2)
  })

  test('whoever stops in the middle ends what is still under way', async () => {
    const { asked, readPage } = fleet(upTo(10_000))
    const list = { operation, input: { pageSize: 100 }, readPage }
    for await (const row of readAfterPages(list, { pagesAtOnceMax: 8, isHolding: () => false })) {
      if ((row as { id: number }).id === 1_500) break
    }
    expect(asked.length).toBeLessThan(40)
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true)
  })
})

describe('a guess is never trusted further than it proves', () => {
  const ids = withHoles(2_000)
  const known = new Set(ids)
  const after = (id: number, size: number) => ids.filter((other) => other > id).slice(0, size)

  test.each<[string, (after: number, size: number) => readonly number[]]>([
    ['answers nothing', (id, size) => (id === 0 || known.has(id) ? after(id, size) : [])],
    ['begins anew', (id, size) => after(known.has(id) ? id : 0, size)],
    ['jumps ahead', (id, size) => after(id === 0 || known.has(id) ? id : id + 50, size)],
  ])('a server that %s for an id it does not know: every row once', async (_name, answer) => {
    expect(await collect(fleet(ids, answer).readPage, 100)).toEqual(ids)
  })

  test('a guess that fails is nobody’s error', async () => {
    const { readPage } = fleet(ids)
    const failing: PageReader = (input, request) =>
      input.after === undefined || known.has(Number(input.after))
        ? readPage(input, request)
        : Promise.reject(new Error('no guessing here'))
    expect(await collect(failing, 100)).toEqual(ids)
  })

  test('a page that was really asked for and fails is', async () => {
    const { readPage } = fleet(ids)
    const failing: PageReader = (input, request) =>
      Number(input.after ?? 0) < 3_000 ? readPage(input, request) : Promise.reject(new Error('gone'))
    await expect(collect(failing, 100)).rejects.toThrow('gone')
  })
})

test('whatever the ids are, and whatever comes and goes meanwhile: in order, none twice, none of those that stay lost', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 400 }),
      fc.array(fc.record({ id: fc.integer({ min: 1, max: 3_000 }), appears: fc.boolean() }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      async (unsorted, changes, pageSize) => {
        const now = new Set(unsorted)
        const touched = new Set(changes.map(({ id }) => id))
        const pending = [...changes]
        const { readPage } = fleet([], (after, size) => {
          const change = pending.pop()
          if (change?.appears) now.add(change.id)
          else if (change) now.delete(change.id)
          return [...now]
            .sort((a, b) => a - b)
            .filter((id) => id > after)
            .slice(0, size)
        })
        const found = (await collect(readPage, pageSize)) as number[]
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b))
        expect(unsorted.filter((id) => !touched.has(id) && !found.includes(id))).toEqual([])
      },
    ),
    { numRuns: 200, seed: 42 },
  ))

test('over a real connection, with a rate limit on the way: complete, and guessing stops', async () => {
  let refused = false
  const atOnce: number[] = []
  let underWay = 0
  const server = await startServer(async ({ url }: SeenRequest) => {
    underWay += 1
    atOnce.push(underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay -= 1
    const query = new URL(url, 'http://x').searchParams
    const after = Number(query.get('after') ?? 0)
    if (after > 400 && !refused) {
      refused = true
      return tooMany('0')
    }
    const ids = upTo(1_000).filter((id) => id > after)
    return { body: ids.slice(0, Number(query.get('pageSize'))).map((id) => ({ id, organizationId: 1 })) }
  })
  const { client, clock } = clientFor(server)
  const rows: number[] = []
  const reading = (async () => {
    for await (const { id } of client.devices.list.all({ pageSize: 50 })) rows.push(id)
  })()
  let isDone = false
  reading.finally(() => {
    isDone = true
  })
  while (!isDone) {
    await clock.advance(10)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await reading
  expect(rows).toEqual(upTo(1_000))
  expect(Math.max(...atOnce)).toBeGreaterThan(1)
  expect(Math.max(...atOnce)).toBeLessThanOrEqual(9)
})

describe('the envelope of our seed', () => {
  const page = (ids: readonly number[], pageInfo: object) => ({
    body: { results: ids.map((id) => ({ id, name: 'x' })), pageInfo },
  })

  async function read(answer: (after: string | null) => object) {
    const asked: (string | null)[] = []
    const server = await startServer(({ url }) => {
      const after = new URL(url, 'http://x').searchParams.get('after')
      asked.push(after)
      return answer(after)
    })
    const { client } = clientFor(server)
    const ids: number[] = []
    for await (const { id } of client.organizations.list.all({ pageSize: 2 })) ids.push(id)
    return { ids, asked, client }
  }

  test('is followed by its opaque cursor to the end it names itself', async () => {
    const pages: Record<string, object> = {
      null: page([5, 3], { hasNextPage: true, endCursor: 'abc/1' }),
      'abc/1': page([9], { hasNextPage: true, endCursor: 'abc/2' }),
      'abc/2': page([1, 2], { hasNextPage: false, endCursor: null }),
    }
    const { ids, asked, client } = await read((after) => pages[String(after)] ?? {})
    expect(ids).toEqual([5, 3, 9, 1, 2])
    expect(asked).toEqual([null, 'abc/1', 'abc/2'])
    expect(await client.organizations.list()).toMatchObject([{ id: 5 }, { id: 3 }])
  })

  test('also as the vendor writes it elsewhere', async () => {
    const { ids } = await read((after) =>
      after === null ? page([1], { hasMore: true, nextCursor: 7 }) : page([2], { hasMore: false }),
    )
    expect(ids).toEqual([1, 2])
  })

  test.each<[string, string, (after: string | null) => object]>([
    ['more without a cursor', 'cursor_missing', () => page([1], { hasNextPage: true })],
    ['the same cursor again', 'cursor_did_not_advance', () => page([1], { hasNextPage: true, endCursor: 'a' })],
    [
      'a bare array in the middle',
      'cursor_missing',
      (after) => (after === null ? page([1], { hasNextPage: true, endCursor: 'a' }) : { body: [] }),
    ],
  ])('%s is an error', async (_name, code, answer) => {
    expect(await errorOf(read(answer))).toMatchObject({ kind: 'incomplete', code })
  })
})
