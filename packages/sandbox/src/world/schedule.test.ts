import { expect, test } from 'vitest'
import type { Effect } from './kinds/effects.ts'
import { Schedule } from './schedule.ts'
import { emptySource } from './store/source.ts'
import { Table } from './store/table.ts'

const createSchedule = () => {
  const effects = new Table<Effect>({ name: 'effect', source: emptySource() })
  return { effects, schedule: new Schedule(effects) }
}

test('what is due happens in order of its time, equal times in the order they were planned', () => {
  const { schedule } = createSchedule()
  const seen: string[] = []
  for (const [atMs, name] of [
    [30, 'late'],
    [10, 'early'],
    [20, 'first of two'],
    [20, 'second of two'],
  ] as const) {
    schedule.plan(atMs, { name, data: {} })
  }
  schedule.settle(25, ({ name }, atMs) => seen.push(`${name} ${atMs}`))
  expect(seen).toEqual(['early 10', 'first of two 20', 'second of two 20'])
  expect(schedule.size).toBe(1)
})

test('what an event plans within the time being settled happens too, at its own moment', () => {
  const { schedule } = createSchedule()
  const seen: number[] = []
  schedule.plan(10, { name: 'first', data: {} })
  schedule.settle(100, ({ name }, atMs) => {
    if (name === 'first') schedule.plan(atMs + 5, { name: 'second', data: {} })
    else seen.push(atMs)
  })
  expect(seen).toEqual([15])
})

test('a table that went back to an earlier state brings its order back', () => {
  const { effects, schedule } = createSchedule()
  for (let turn = 0; turn < 50; turn++) schedule.plan((turn * 37) % 50, { name: `at ${(turn * 37) % 50}`, data: {} })
  const before = effects.freeze()
  const run = () => {
    const seen: number[] = []
    schedule.settle(100, (_deed, atMs) => seen.push(atMs))
    return seen
  }
  const once = run()
  expect(once).toEqual([...once].sort((one, other) => one - other))
  effects.thaw(before)
  schedule.forgetOrder()
  expect(run()).toEqual(once)
})
