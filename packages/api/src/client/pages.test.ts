import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answerer, clientFor, errorOf, type Reply, type SeenRequest, startServer } from './test-support.ts'

const paramsOf = ({ url }: SeenRequest) => new URL(url, 'http://x').searchParams
const numberOf = (seen: SeenRequest, name: string) => {
  const value = paramsOf(seen).get(name)
  return value === null ? undefined : Number(value)
}

/** `GET /v2/devices` over these ids; `pageSizeMax` is a limit of the server's own that it does not tell. */
function devices(ids: readonly number[], pageSizeMax = Number.POSITIVE_INFINITY): Answerer {
  return (seen) => {
    const after = numberOf(seen, 'after') ?? 0
    const pageSize = Math.min(numberOf(seen, 'pageSize') ?? 1_000, pageSizeMax)
    const rows = ids.filter((id) => id > after).slice(0, pageSize)
    return { body: rows.map((id) => ({ id, organizationId: 1 })) }
  }
}

function activities(ids: readonly number[]): Answerer {
  return (seen) => {
    const olderThan = numberOf(seen, 'olderThan') ?? Number.POSITIVE_INFINITY
    const rows = ids.filter((id) => id < olderThan).slice(0, numberOf(seen, 'pageSize'))
    return { body: { activities: rows.map((id) => ({ id, activityTime: 1, activityType: 'SYSTEM' })) } }
  }
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a list over several pages is complete', () => {
  test.each([
    [0, 10, 1],
    [5, 10, 2],
    [10, 10, 2],
    [25, 10, 3],
    [30, 10, 4],
  ])('%i rows in pages of %i: every row once, %i requests', async (count, pageSize, requests) => {
    const server = await startServer(devices(upTo(count)))
    const { client } = clientFor(server, { pagesAtOnceMax: 1 })
    const rows = await collect(client.devices.list.all({ pageSize }))
    expect(rows.map((row) => row.id)).toEqual(upTo(count))
    expect(server.calls).toHaveLength(requests)
  })

  test('when the server has a smaller limit of its own, too', async () => {
    const server = await startServer(devices(upTo(35), 10))
    const rows = await collect(clientFor(server).client.devices.list.all())
    expect(rows).toHaveLength(35)
  })

  test('whatever the ids and sizes are', async () => {
    let answer: Answerer = () => ({ body: [] })
    const server = await startServer((seen, raw) => answer(seen, raw))
    const { client } = clientFor(server)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        async (ids, pageSize, pageSizeMax) => {
          const sorted = ids.toSorted((a, b) => a - b)
          answer = devices(sorted, pageSizeMax)
          expect((await collect(client.devices.list.all({ pageSize }))).map((row) => row.id)).toEqual(sorted)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('it keeps the other fields and starts where it is told', async () => {
    const server = await startServer(devices(upTo(25)))
    const rows = await collect(clientFor(server).client.devices.list.all({ df: 'online', pageSize: 10, after: 12 }))
    expect(rows.map((row) => row.id)).toEqual(upTo(25).slice(12))
    expect(server.calls.map((seen) => paramsOf(seen).get('df'))).toEqual(['online', 'online'])
  })

  test('activities go back by olderThan', async () => {
    const ids = upTo(25).reverse()
    const server = await startServer(activities(ids))
    const rows = await collect(clientFor(server).client.devices.listActivities.all({ id: 1, pageSize: 10 }))
    expect(rows.map((row) => row.id)).toEqual(ids)
    expect(server.calls.map((seen) => numberOf(seen, 'olderThan'))).toEqual([undefined, 16, 6])
  })

  test('activities end at newerThan even if the server ignores it', async () => {
    const server = await startServer(activities(upTo(25).reverse()))
    const rows = await collect(
      clientFor(server).client.devices.listActivities.all({ id: 1, pageSize: 10, newerThan: 13 }),
    )
    expect(rows.map((row) => row.id)).toEqual(upTo(25).slice(13).reverse())
  })
})

describe('a list that cannot be completed throws', () => {
  const row = (id: unknown) => ({ id, organizationId: 1 })
  test.each<[string, Reply[]]>([
    ['the same page again', [{ body: [row(1), row(2)] }, { body: [row(1), row(2)] }]],
    ['a page that goes back', [{ body: [row(5), row(6)] }, { body: [row(4), row(7)] }]],
    ['rows out of order within a page', [{ body: [row(2), row(1)] }]],
  ])('%s', async (_name, replies) => {
    let next = 0
    const server = await startServer(() => replies[Math.min(next++, replies.length - 1)])
    const error = await errorOf(collect(clientFor(server).client.devices.list.all({ pageSize: 2 })))
    expect(error).toMatchObject({ kind: 'incomplete', code: 'cursor_did_not_advance', operationId: 'devices.list' })
  })

  test('an error in the middle comes through after the rows before it', async () => {
    let next = 0
    const server = await startServer(() => (next++ === 0 ? { body: [row(1), row(2)] } : { status: 500, body: {} }))
    const seen: number[] = []
    const read = async () => {
      for await (const { id } of clientFor(server).client.devices.list.all({ pageSize: 2 })) seen.push(id)
    }
    expect(await errorOf(read())).toMatchObject({ status: 500 })
    expect(seen).toEqual([1, 2])
  })
})
