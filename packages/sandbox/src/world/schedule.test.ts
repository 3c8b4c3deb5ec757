import { expect, test } from 'vitest'
import { Schedule } from './schedule.ts'

test('what is due happens in order of its time, equal times in the order they were planned', () => {
  const schedule = new Schedule()
  const seen: string[] = []
  for (const [atMs, name] of [
    [30, 'late'],
    [10, 'early'],
    [20, 'first of two'],
    [20, 'second of two'],
  ] as const) {
    schedule.plan(atMs, (moment) => seen.push(`${name} ${moment}`))
  }
  schedule.settle(25)
  expect(seen).toEqual(['early 10', 'first of two 20', 'second of two 20'])
  expect(schedule.size).toBe(1)
})

test('what an event plans within the time being settled happens too, at its own moment', () => {
  const schedule = new Schedule()
  const seen: number[] = []
  schedule.plan(10, (atMs) => schedule.plan(atMs + 5, (moment) => seen.push(moment)))
  schedule.settle(100)
  expect(seen).toEqual([15])
})
