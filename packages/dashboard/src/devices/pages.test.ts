import { describe, expect, it } from 'vitest'
import { joinPages, nextAfter, pageSize } from './pages.ts'

const page = (first: number, count: number) =>
  Array.from({ length: count }, (_, position) => ({ id: first + position }))

describe('nextAfter', () => {
  it('goes on after the last row of a full page', () => {
    expect(nextAfter(page(1, pageSize), undefined)).toBe(1_000)
  })

  it('ends at a short or an empty page', () => {
    expect(nextAfter(page(1, pageSize - 1), undefined)).toBeUndefined()
    expect(nextAfter([], 1_000)).toBeUndefined()
  })

  it('refuses to call a list complete that repeats itself', () => {
    expect(() => nextAfter(page(1, pageSize), 1_000)).toThrow(/incomplete/)
  })
})

describe('joinPages', () => {
  it('counts a row once, in its newest form', () => {
    expect(
      joinPages([
        [{ id: 1, name: 'old' }],
        [
          { id: 1, name: 'new' },
          { id: 2, name: 'two' },
        ],
      ]),
    ).toEqual([
      { id: 1, name: 'new' },
      { id: 2, name: 'two' },
    ])
  })
})
