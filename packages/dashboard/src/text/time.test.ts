import { describe, expect, it } from 'vitest'
import { judgeTimeLeft, writeAgo, writeMoment, writeTimeLeft } from './time.ts'

const minute = 60_000
const now = Date.parse('2026-01-05T09:00:00Z')
const ago = (ms: number) => writeAgo(new Date(now - ms).toISOString(), now)

describe('writeTimeLeft', () => {
  it.each([
    [29 * minute + 41_000, '29:41'],
    [61_000, '1:01'],
    [60_000, '1:00'],
    [59_001, '1:00'],
    [9_000, '0:09'],
    [1, '0:01'],
    [0, 'expired'],
    [-5, 'expired'],
    [60 * minute, '1 h 00 min'],
    [125 * minute, '2 h 05 min'],
    [27 * 60 * minute, '1 d 3 h'],
  ])('writes %i ms as %s', (leftMs, text) => {
    expect(writeTimeLeft(leftMs)).toBe(text)
  })
})

describe('judgeTimeLeft', () => {
  it('warns two minutes before the end, and the end itself is too late', () => {
    expect(judgeTimeLeft(2 * minute + 1)).toBe('calm')
    expect(judgeTimeLeft(2 * minute)).toBe('soon')
    expect(judgeTimeLeft(0)).toBe('expired')
  })
})

describe('writeAgo', () => {
  it('says how old something is', () => {
    expect(ago(3_000)).toBe('just now')
    expect(ago(50_000)).toBe('1 min ago')
    expect(ago(12 * minute)).toBe('12 min ago')
    expect(ago(5 * 60 * minute)).toBe('5 h ago')
    expect(ago(3 * 24 * 60 * minute)).toBe('3 d ago')
  })

  it('says unknown instead of inventing an age', () => {
    expect(writeAgo(null, now)).toBe('unknown')
    expect(writeAgo('soon', now)).toBe('unknown')
    expect(writeMoment(undefined)).toBe('unknown')
  })

  it('writes a moment in the future as a date', () => {
    expect(ago(-60 * 60 * minute)).toMatch(/2026/)
  })
})
