import { describe, expect, test } from 'vitest'
import type { Operation } from '../operation.ts'
import { type KeyedPaging, readKeyedPages } from './keyed-pages.ts'

type Input = Readonly<Record<string, unknown>>
const operation = { id: 'tickets.listLog' } as Operation
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

async function collect(paging: KeyedPaging, answer: (input: Input) => unknown, input: Input = {}) {
  const asked: Input[] = []
  const rows: object[] = []
  const readPage = async (page: Input) => {
    asked.push(page)
    return { output: answer(page), pageInfo: undefined }
  }
  for await (const row of readKeyedPages(paging, { operation, readPage, input: { pageSize: 10, ...input } })) {
    rows.push(row)
  }
  return { rows, asked }
}

/** The rows that stand behind the anchor in this order. */
function log(order: readonly number[]) {
  return ({ anchorId, pageSize }: Input) => {
    const from = order.indexOf(Number(anchorId)) + 1
    return order.slice(from, from + Number(pageSize)).map((id) => ({ id }))
  }
}

describe('a ticket’s log goes on from the last id', () => {
  test.each([
    ['oldest first', upTo(25)],
    ['newest first', upTo(25).reverse()],
    ['in no order of ids', upTo(25).map((id) => (id * 7) % 26)],
  ])('%s: every entry once', async (_name, order) => {
    const { rows, asked } = await collect('anchor', log(order))
    expect(rows).toEqual(order.map((id) => ({ id })))
    expect(asked.map(({ anchorId }) => anchorId)).toEqual([undefined, order[9], order[19]])
  })

  test('an entry that comes again is an error', async () => {
    let asked = 0
    const ended = collect('anchor', () => {
      asked += 1
      if (asked > 3) throw new Error('asked for ever')
      return upTo(10).map((id) => ({ id }))
    })
    await expect(ended).rejects.toMatchObject({ kind: 'incomplete', code: 'cursor_did_not_advance' })
  })
})

test('people of ticketing go on from a number that is written as text', async () => {
  const { rows, asked } = await collect('anchorNaturalId', ({ anchorNaturalId, pageSize }) =>
    upTo(25)
      .filter((id) => id > Number(anchorNaturalId ?? 0))
      .slice(0, Number(pageSize))
      .map((id) => ({ uid: `u${id}`, naturalId: String(id) })),
  )
  expect(rows).toHaveLength(25)
  expect(asked.map(({ anchorNaturalId }) => anchorNaturalId)).toEqual([undefined, 10, 20])
})

test('a row without its number is an error, since nobody could go on from it', async () => {
  const ended = collect('anchorNaturalId', () => [{ uid: 'u1' }])
  await expect(ended).rejects.toMatchObject({ kind: 'incomplete' })
})
