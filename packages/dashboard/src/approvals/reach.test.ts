import { expect, it } from 'vitest'
import type { Target } from '../api/contract.ts'
import { writeReach } from './reach.ts'

const device = (id: number, organization: number): Target => ({
  ...{ resource: 'device', id, name: `D${id}` },
  organization: { id: organization, name: `O${organization}` },
})

it.each<[Target[], string | undefined]>([
  [[], undefined],
  [[device(1, 1)], '1 device of 1 organization'],
  [[device(1, 1), device(2, 1), device(3, 2)], '3 devices of 2 organizations'],
  [[device(1, 1), { resource: 'script', id: 7, name: 'Clean up' }], '1 device of 1 organization'],
  [[{ resource: 'device', id: 1, name: 'D1' }], '1 device'],
  [[{ resource: 'organization', id: 4, name: 'O4' }], '1 organization'],
  [[{ resource: 'script', id: 7, name: 'Clean up' }], undefined],
])('%#: counts devices and their organizations, nothing else', (targets, words) => {
  expect(writeReach(targets)).toBe(words)
})
