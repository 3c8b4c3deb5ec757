/** The tour as `npm run tour` plays it ends with 1 in each way it can go wrong, and says what it saw instead. */
import { describe, expect, it } from 'vitest'
import { playTourProcess } from './support/play-tour.ts'

describe('ends with 1 and says what was seen instead', () => {
  it.each([
    [['--deny'], /denied.*Payroll is printing.*executed it 0 time/],
    [['--let-expire'], /denied.*Nobody decided in time.*executed it 0 time/],
    [['--fault', 'accepted-but-500'], /the outcome is unknown.*executed it 1 time/],
    [['--fault', 'region-outage'], /devices could not be read.*nothing sent/s],
    [['--fault', 'something'], /--fault takes accepted-but-500.*region-outage/],
    [['--act', '3'], /two acts/],
    [['--rate-limit', 'something'], /rate-limit must be one of/],
  ])('%j', async (flags, words) => {
    const { code, stderr } = await playTourProcess(...flags)
    expect(stderr).toMatch(words)
    expect(code).toBe(1)
  })
})
