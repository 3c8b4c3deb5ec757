import { expect, it } from 'vitest'
import { addSample, countEnded, paceOf, type Sample, writeDuration } from './progress.ts'

const follow = (...steps: readonly (readonly [at: number, ended: number])[]) =>
  steps.reduce<Sample[]>((samples, [at, ended]) => addSample(samples, { at, ended }), [])

it('rows on their way have not ended; failed, unknown and skipped ones have', () => {
  expect(countEnded({ ok: 3, failed: 1, unknown: 1, skipped: 1, cancelled: 1, sent: 5, rendered: 9 })).toBe(7)
})

it('one look tells no pace, two do', () => {
  expect(paceOf([], 10)).toEqual({ rate: null, leftMs: null })
  expect(paceOf(follow([1000, 4]), 10)).toEqual({ rate: null, leftMs: null })
  expect(paceOf(follow([1000, 4], [3000, 8]), 10)).toEqual({ rate: 2, leftMs: 1000 })
})

it('the pace is that of the last half minute, and a standstill has no end', () => {
  const samples = follow([0, 0], [1000, 900], [40_000, 901], [50_000, 911])
  expect(paceOf(samples, 931)).toEqual({ rate: 1, leftMs: 20_000 })
  expect(paceOf(follow([0, 5], [9000, 5]), 10)).toEqual({ rate: 0, leftMs: null })
})

it.each([
  [0, 'about 1 s'],
  [40_000, 'about 40 s'],
  [180_000, 'about 3 min'],
  [9_000_000, 'about 2.5 h'],
])('%d ms is %s', (ms, words) => expect(writeDuration(ms)).toBe(words))
