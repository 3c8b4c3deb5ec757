import { manualClock } from '@kunai/api/clock'
import { expect, test } from 'vitest'
import { type ClockMode, TenantClock } from './clock.ts'

const startMs = Date.parse('2026-01-05T09:00:00Z')

test.each<[ClockMode, number]>([
  ['live', 1],
  ['fast', 60],
  ['frozen', 0],
  ['step', 0],
])('time goes in the mode %s at %d times the pace', async (mode, pace) => {
  const given = manualClock(startMs)
  const clock = new TenantClock(given, mode)
  await given.advance(10_000)
  expect(clock.now()).toBe(startMs + 10_000 * pace)
})

test('changing the mode never makes time jump, and a reset brings back mode and time', async () => {
  const given = manualClock(startMs)
  const clock = new TenantClock(given, 'fast')
  await given.advance(1_000)
  clock.setMode('live')
  await given.advance(1_000)
  expect(clock.now()).toBe(startMs + 61_000)
  clock.setMode('step')
  clock.advance(5)
  expect(clock.now()).toBe(startMs + 61_005)
  clock.reset()
  expect([clock.mode, clock.now(), clock.offsetMs]).toEqual(['fast', startMs + 2_000, 0])
})

test('frozen time cannot be moved, and time never goes back', () => {
  const clock = new TenantClock(manualClock(startMs), 'frozen')
  expect(() => clock.advance(1)).toThrow(/frozen/)
  clock.setMode('step')
  expect(() => clock.advance(-1)).toThrow(/forward/)
})
