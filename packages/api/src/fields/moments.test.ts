import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Timestamp } from './index.ts'
import { isoOf } from './moments.ts'

test('every moment is written as the platform writes it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (milliseconds) => {
      expect(isoOf(milliseconds)).toBe(new Date(milliseconds).toISOString())
    }),
    { numRuns: 2_000, seed: 42 },
  )
  for (const milliseconds of [0, -1, 1, 999, 59_999, 86_399_999, 86_400_000, -62_135_596_800_000]) {
    expect(isoOf(milliseconds)).toBe(new Date(milliseconds).toISOString())
  }
})

test.each([1e20, -1e20, Number.NaN, Number.POSITIVE_INFINITY])('%d is no moment: it comes as its number', (value) => {
  expect(isoOf(value)).toBe(String(value))
})

test('a fraction of a second is kept to the millisecond', () => {
  expect(Timestamp.parse(1_742_391_675.556)).toBe('2025-03-19T13:41:15.556Z')
})

test('a time that no date can hold spoils no answer', () => {
  expect(Timestamp.safeParse(1e20)).toMatchObject({ success: true, data: '1e+23' })
})
