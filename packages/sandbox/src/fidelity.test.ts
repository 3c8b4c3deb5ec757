import { expect, test } from 'vitest'
import { describeFidelity, readFidelity } from './fidelity.ts'

test('all of the vendor’s operations are modelled', () => {
  const all = readFidelity()
  expect(all).toHaveLength(266)
  expect(all.filter(({ level }) => level !== 'modelled')).toEqual([])
  expect(describeFidelity()).toContain('266 of 266 operations are modelled (100.0 %).')
})
