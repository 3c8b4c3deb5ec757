import { describe, expect, test } from 'vitest'
import type { Operation } from '../operation.ts'
import { type CursorPaging, readCursorPages } from './cursor-pages.ts'

type Input = Readonly<Record<string, unknown>>
const operation = { id: 'queries.example' } as Operation
const upTo = (count: number) => Array.from({ length: count }, (_, id) => ({ id }))

async function collect(paging: CursorPaging, readPage: (input: Input) => unknown, input: Input = {}) {
  const asked: Input[] = []
  const rows: object[] = []
  const read = async (page: Input) => {
    asked.push(page)
    return { output: readPage(page), pageInfo: undefined }
  }
  const list = { operation, input: { pageSize: 10, ...input }, readPage: read }
  for await (const row of readCursorPages(paging, list)) rows.push(row)
  return { rows, asked }
}

/** One cursor on the server: the name stays, the offset moves with each page that is asked for. */
function query(count: number, { tellCount = true, lose = 0 } = {}) {
  let offset = 0
  return ({ pageSize }: Input) => {
    const results = upTo(count - lose).slice(offset, offset + Number(pageSize))
    const cursor = { name: 'same', offset, ...(tellCount && { count }), expires: 1 }
    offset += results.length
    return { cursor, results }
  }
}

describe.each([true, false])('a query whose cursor tells the count: %s', (tellCount) => {
  test.each([0, 1, 9, 10, 11, 30, 35])('%i rows: every row once', async (count) => {
    const { rows, asked } = await collect('cursor', query(count, { tellCount }))
    expect(rows).toEqual(upTo(count))
    expect(asked[0]).toEqual({ pageSize: 10 })
    expect(asked.slice(1).every(({ cursor }) => cursor === 'same')).toBe(true)
  })
})

test('a board goes on from lastCursorId', async () => {
  const board = ({ lastCursorId, pageSize }: Input) => {
    const from = lastCursorId === undefined ? 0 : Number(lastCursorId)
    const data = upTo(25).slice(from, from + Number(pageSize))
    return { data, metadata: { lastCursorId: from + data.length } }
  }
  const { rows, asked } = await collect('board', board)
  expect(rows).toEqual(upTo(25))
  expect(asked.map(({ lastCursorId }) => lastCursorId)).toEqual([undefined, 10, 20, 25])
})

test('a server with a smaller page of its own that counts its page: every row once', async () => {
  let offset = 0
  const { rows } = await collect('cursor', () => {
    const results = upTo(25).slice(offset, offset + 4)
    const cursor = { name: 'same', offset, count: results.length }
    offset += results.length
    return { cursor, results }
  })
  expect(rows).toEqual(upTo(25))
})

test('a short page without a cursor is the end', async () => {
  expect((await collect('cursor', () => ({ results: upTo(3) }))).rows).toHaveLength(3)
})

describe('custom field definitions, whose next cursor stands nobody knows where', () => {
  test.each([
    ['cursorName', (next: string) => ({ cursorName: next })],
    ['nextCursorName', (next: string) => ({ nextCursorName: next })],
    ['cursor.name', (next: string) => ({ cursor: { name: next } })],
    ['cursor', (next: string) => ({ cursor: next })],
  ])('it is read from %s', async (_name, place) => {
    const { rows, asked } = await collect('cursorName', ({ cursorName, pageSize }) => {
      const page = Number(cursorName ?? 0)
      const results = upTo(25).slice(page * 10, page * 10 + Number(pageSize))
      return { page, pageSize, count: 25, results, ...(page < 2 && place(String(page + 1))) }
    })
    expect(rows).toEqual(upTo(25))
    expect(asked.map(({ cursorName }) => cursorName)).toEqual([undefined, '1', '2'])
  })

  test('an answer that counts more than it gives and says no more is incomplete', async () => {
    const ended = collect('cursorName', () => ({ page: 0, count: 25, results: upTo(5) }))
    await expect(ended).rejects.toMatchObject({ kind: 'incomplete', code: 'rows_missing' })
  })
})

describe('a list that cannot be completed throws', () => {
  test.each<[string, string, CursorPaging, (input: Input) => unknown]>([
    ['rows the count promised', 'rows_missing', 'cursor', query(25, { lose: 4 })],
    ['the same page again', 'cursor_did_not_advance', 'cursor', () => query(30)({ pageSize: 10 })],
    ['a full page without a cursor', 'cursor_missing', 'cursor', () => ({ results: upTo(10) })],
    [
      'a board that stands still',
      'cursor_did_not_advance',
      'board',
      () => ({ data: upTo(10), metadata: { lastCursorId: 7 } }),
    ],
  ])('%s', async (_name, code, paging, readPage) => {
    await expect(collect(paging, readPage)).rejects.toMatchObject({
      kind: 'incomplete',
      code,
      operationId: operation.id,
    })
  })
})
