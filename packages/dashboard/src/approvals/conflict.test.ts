import { describe, expect, it } from 'vitest'
import type { Approval } from '../api/contract.ts'
import { explainConflict } from './conflict.ts'

const inState = (state: Approval['state']) => ({ state }) as Approval

describe('explainConflict', () => {
  it('says who was first, or why nobody can decide any more', () => {
    expect(explainConflict(inState('rejected'), '')).toMatch(/^Someone else decided this call in the meantime/)
    expect(explainConflict(inState('approved'), '')).toMatch(/^Someone else decided this call in the meantime/)
    expect(explainConflict(inState('expired'), '')).toMatch(/expired/)
    expect(explainConflict(inState('withdrawn'), '')).toMatch(/withdrew/)
    expect(explainConflict(inState('stale'), '')).toMatch(/changed/)
  })

  it('asks to read again when only the digest differs', () => {
    expect(explainConflict(inState('pending'), '')).toMatch(/Read it again/)
  })

  it('falls back to the words of the gateway', () => {
    expect(explainConflict(undefined, 'Already decided.')).toBe('Already decided.')
  })
})
