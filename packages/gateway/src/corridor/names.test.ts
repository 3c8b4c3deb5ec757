import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { describe, expect, it } from 'vitest'
import { resolveNames } from './names.ts'
import type { Read } from './references.ts'

const operation = (id: string) => catalogue.find((one) => one.id === id) as Operation

const devices = [
  { id: 1, organizationId: 1, systemName: 'DC01' },
  { id: 2, organizationId: 2, systemName: 'dc01' },
  { id: 3, organizationId: 1, displayName: 'Front desk', systemName: 'DESK-1' },
]
const read: Read = async (id, input) => {
  switch (id) {
    case 'devices.search':
      return {
        devices: devices.filter((one) => JSON.stringify(one).toLowerCase().includes(String(input.q).toLowerCase())),
      }
    case 'organizations.get':
      return { name: `Client ${input.id}` }
    case 'organizations.list':
      return [{ id: 7, name: 'Harbor' }]
    case 'scripts.list':
      return [{ id: 9, name: 'Clear queue' }]
    default:
      throw new Error(`unexpected ${id}`)
  }
}

describe('a name where an id is wanted', () => {
  it.each([
    ['devices.get', { id: 'Front desk' }, { id: 3 }],
    ['devices.get', { id: 'desk-1' }, { id: 3 }],
    ['organizations.get', { id: 'harbor' }, { id: 7 }],
    [
      'devices.runScript',
      { id: 'DESK-1', type: 'SCRIPT', scriptId: 'Clear queue' },
      { id: 3, type: 'SCRIPT', scriptId: 9 },
    ],
  ])('%s %j: becomes the id of the one thing that has it', async (id, input, expected) => {
    expect(await resolveNames(operation(id), input, read)).toEqual(expected)
  })

  it('that two things have is answered with both, and their clients', async () => {
    await expect(resolveNames(operation('devices.get'), { id: 'DC01' }, read)).rejects.toMatchObject({
      code: 'ambiguous_name',
      message: 'id: 2 things are called so: DC01 (id 1, Client 1), dc01 (id 2, Client 2). Give the id.',
    })
  })

  it('that nothing has exactly is answered with similar ones, and none of them is taken', async () => {
    await expect(resolveNames(operation('devices.get'), { id: 'DESK' }, read)).rejects.toMatchObject({
      code: 'target_not_found',
      message: expect.stringContaining('Similar: Front desk (id 3, Client 1).'),
    })
  })

  it.each([[{ id: 3 }], [{ id: '3' }], [{ id: '' }], [{ id: null }], ['text'], [null], [[1]]])(
    '%j is no name: left to the parser',
    async (input) => {
      expect(await resolveNames(operation('devices.get'), input, read)).toBe(input)
    },
  )
})
