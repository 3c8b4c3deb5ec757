import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptySource, listSource, rangeSource, sparseSource } from './source.ts'
import { Table } from './table.ts'

interface Thing {
  readonly id: number
  readonly colour: string
  readonly size?: number
}

const colours = ['red', 'green', 'blue'] as const
const colourOf = (id: number) => colours[id % 3] ?? 'red'
const seedIds = [3, 4, 8, 15, 16, 23]

const sources = {
  range: () => rangeSource<Thing>(10, 6, (id) => ({ id, colour: colourOf(id) })),
  sparse: () =>
    sparseSource<Thing>(
      () => seedIds,
      (id) => (seedIds.includes(id) ? { id, colour: colourOf(id) } : undefined),
    ),
  list: () => listSource<Thing>(() => seedIds.map((id) => ({ id, colour: colourOf(id) }))),
  nothing: () => emptySource<Thing>(),
}

const createTable = (source: keyof typeof sources) =>
  new Table<Thing, 'colour'>({
    name: 'thing',
    source: sources[source](),
    indexes: { colour: { keyOf: (one) => one.colour } },
  })

const anyColour = fc.constantFrom(...colours)
const anyId = fc.integer({ min: 0, max: 30 })
const step = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), colour: anyColour }),
  fc.record({ kind: fc.constant('put' as const), id: anyId, colour: anyColour }),
  fc.record({ kind: fc.constant('update' as const), id: anyId, colour: anyColour }),
  fc.record({ kind: fc.constant('delete' as const), id: anyId }),
  fc.record({ kind: fc.constant('snapshot' as const) }),
  fc.record({ kind: fc.constant('restore' as const) }),
)

describe.each(Object.keys(sources) as (keyof typeof sources)[])('a table over a source of kind %s', (source) => {
  test('is at every moment what a plain map would be, whatever is done to it, forwards and back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = createTable(source)
        let model = new Map<number, Thing>([...table].map((thing) => [thing.id, thing]))
        let saved: { frozen: ReturnType<typeof table.freeze>; model: Map<number, Thing> } | undefined
        for (const one of steps) {
          if (one.kind === 'insert') {
            const made = table.insert({ colour: one.colour })
            expect(model.has(made.id)).toBe(false)
            model.set(made.id, { id: made.id, colour: one.colour })
          } else if (one.kind === 'put') {
            table.put(one.id, { colour: one.colour })
            model.set(one.id, { id: one.id, colour: one.colour })
          } else if (one.kind === 'update') {
            const before = model.get(one.id)
            if (!before) expect(() => table.update(one.id, { colour: one.colour })).toThrow(/no thing/)
            else model.set(one.id, { ...before, colour: table.update(one.id, { colour: one.colour }).colour })
          } else if (one.kind === 'delete') expect(table.delete(one.id)).toBe(model.delete(one.id))
          else if (one.kind === 'snapshot') saved = { frozen: table.freeze(), model: new Map(model) }
          else if (saved) {
            table.thaw(saved.frozen)
            model = new Map(saved.model)
          }
          const wanted = [...model.values()].sort((left, right) => left.id - right.id)
          expect([...table]).toEqual(wanted)
          expect(table.count).toBe(wanted.length)
          for (const colour of colours) {
            const own = wanted.filter((thing) => thing.colour === colour)
            expect(table.whose('colour', colour)).toEqual(own)
            expect([...table.idsWhoseDescending('colour', colour)]).toEqual(own.map(({ id }) => id).reverse())
          }
          const descending = wanted.map(({ id }) => id).reverse()
          for (const before of [undefined, 9, 15.5]) {
            expect([...table.idsDescending(before)]).toEqual(descending.filter((id) => id < (before ?? 1e9)))
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  test('pages in ascending id give every entity once, whatever was created and deleted', () => {
    const table = createTable(source)
    for (let turn = 0; turn < 7; turn++) table.insert({ colour: 'red' })
    const [first] = table.list({ limit: 1 })
    if (first) table.delete(first.id)
    const seen: number[] = []
    for (;;) {
      const page = table.list({ after: seen.at(-1), limit: 2 })
      seen.push(...page.map(({ id }) => id))
      if (page.length < 2) break
    }
    expect(seen).toEqual([...table.ids()])
    expect(table.list({ limit: 0 })).toEqual([])
  })
})

test('a field set to undefined is gone, as the vendor omits what has no value', () => {
  const table = createTable('range')
  table.update(10, { size: 3 })
  expect(table.update(10, { size: undefined })).toEqual({ id: 10, colour: colourOf(10) })
  expect('size' in table.expect(10)).toBe(false)
})

test('what was handed out or frozen does not change when the table does', () => {
  const table = createTable('range')
  const before = table.expect(10)
  const frozen = table.freeze()
  table.update(10, { colour: 'blue' })
  expect(before.colour).toBe(colourOf(10))
  expect(frozen.entries.size).toBe(0)
})

test('reading a page draws no more than the page', () => {
  let drawn = 0
  const table = new Table<Thing>({
    name: 'thing',
    source: rangeSource(1, 1_000_000, (id) => {
      drawn++
      return { id, colour: 'red' }
    }),
  })
  expect(table.list({ after: 500_000, limit: 10 }).at(-1)?.id).toBe(500_010)
  expect(drawn).toBe(10)
})
