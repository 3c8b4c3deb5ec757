import { manualClock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import { beforeEach, describe, expect, it } from 'vitest'
import { operations } from '../call/index.ts'
import { NameIndex } from './name-index.ts'
import { createNames, type Names } from './names.ts'
import type { Read } from './references.ts'

const operation = (id: string) => operations.find((one) => one.id === id) as Operation

let devices: {
  id: number
  organizationId: number
  displayName?: string
  systemName?: string
  nodeClass?: string
  offline?: boolean
}[]
let reads: string[]
let names: Names
let clock: ReturnType<typeof manualClock>

const uid = '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11'
const lists: Record<string, unknown> = {
  'scripts.list': [{ id: 9, name: 'Clear queue' }],
  'organizations.list': [
    { id: 7, name: 'Harbor' },
    { id: 8, name: 'Cedar' },
  ],
  'locations.list': [
    { id: 71, name: 'Main office', organizationId: 7 },
    { id: 81, name: 'Main office', organizationId: 8 },
  ],
  'policies.list': [{ id: 51, name: 'Servers' }],
  'ticketForms.list': [{ id: 1, name: 'Default' }],
  'ticketStatuses.list': [{ statusId: 1000, name: 'NEW', displayName: 'New' }],
  'ticketBoards.list': [{ id: 2, name: 'All tickets' }],
  'technicians.list': [{ id: 201, firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example' }],
}

const read: Read = async (id, input) => {
  reads.push(id)
  if (id === 'devices.list')
    return devices.filter((one) => one.id > Number(input.after ?? 0)).slice(0, Number(input.pageSize))
  if (id === 'devices.get') return devices.find((one) => one.id === input.id)
  if (id === 'organizations.get') return { name: `Client ${input.id}` }
  if (id in lists) return lists[id]
  throw new Error(`unexpected ${id}`)
}

const resolve = (id: string, input: unknown, actorId = 'a') =>
  names.resolve(operation(id), input, read, { connection: 'sandbox', actorId })

beforeEach(() => {
  clock = manualClock()
  names = createNames(clock)
  reads = []
  devices = [
    { id: 1, organizationId: 1, systemName: 'DC01', nodeClass: 'WINDOWS_SERVER', offline: false },
    { id: 2, organizationId: 2, systemName: 'dc01', nodeClass: 'LINUX_SERVER', offline: true },
    { id: 3, organizationId: 1, displayName: 'Front desk', systemName: 'DESK-1' },
  ]
})

describe('a name where an id is wanted', () => {
  it.each([
    ['devices.get', { id: 'Front desk' }, { id: 3 }],
    ['devices.get', { id: 'desk-1' }, { id: 3 }],
    ['devices.get', { id: 'DC01' }, { id: 1 }],
    ['organizations.get', { id: 'harbor' }, { id: 7 }],
    [
      'devices.runScript',
      { id: 'DESK-1', type: 'SCRIPT', scriptId: 'Clear queue' },
      { id: 3, type: 'SCRIPT', scriptId: 9 },
    ],
    ['devices.runBash', { id: 'DESK-1', script: 'df' }, { id: 3, script: 'df' }],
    ['devices.decideApproval', { mode: 'APPROVE', devices: ['DESK-1', 1] }, { mode: 'APPROVE', devices: [3, 1] }],
    ['ticketBoards.run', { boardId: 'all tickets' }, { boardId: 2 }],
    ['devices.update', { id: 3, policyId: 'Servers' }, { id: 3, policyId: 51 }],
    [
      'tickets.create',
      {
        clientId: 'Cedar',
        locationId: 'main office',
        ticketFormId: 'Default',
        status: 'new',
        assignedAppUserId: 'Noor Vos',
      },
      { clientId: 8, locationId: 81, ticketFormId: 1, status: '1000', assignedAppUserId: 201 },
    ],
  ])('%s %j: becomes the id of the one thing that has it', async (id, input, expected) => {
    expect(await resolve(id, input)).toEqual(expected)
  })

  it('that two things have is answered with both, their clients, kinds and whether they are there', async () => {
    await expect(resolve('devices.get', { id: 'Dc01' })).rejects.toMatchObject({
      code: 'ambiguous_name',
      message:
        'id: 2 things are called so: DC01 (id 1, Client 1, WINDOWS_SERVER, online), ' +
        'dc01 (id 2, Client 2, LINUX_SERVER, offline). Give the id.',
    })
    await expect(resolve('devices.update', { id: 3, locationId: 'Main office' })).rejects.toMatchObject({
      code: 'ambiguous_name',
    })
  })

  it('that nothing has exactly is answered with similar ones, and none of them is taken', async () => {
    await expect(resolve('devices.get', { id: 'DESK' })).rejects.toMatchObject({
      code: 'target_not_found',
      message: expect.stringContaining('Similar: Front desk (id 3, Client 1).'),
    })
  })

  it.each([[{ id: 3 }], [{ id: '3' }], [{ id: '' }], [{ id: null }], [{ id: uid }], ['text'], [null], [[1]]])(
    '%j is no name: left to the parser',
    async (input) => {
      expect(await resolve('devices.get', input)).toBe(input)
      expect(reads).toEqual([])
    },
  )
})

describe('a name in a device filter, quoted', () => {
  it.each([
    ['org = "Harbor"', 'org = 7'],
    [
      'class = MAC AND organization in (\'harbor\', "Cedar", 9) AND online',
      'class = MAC AND organization in (7, 8, 9) AND online',
    ],
    ['loc="Main office" AND org = "Cedar"', 'loc=81 AND org = 8'],
    ['id in ("Front desk")', 'id in (3)'],
    ['org = "7"', 'org = 7'],
    ['org = 7', 'org = 7'],
  ])('%s becomes %s', async (df, expected) => {
    expect(await resolve('devices.list', { df, pageSize: 5 })).toEqual({ df: expected, pageSize: 5 })
  })

  it.each(['org = "Main', 'class = "MAC"', '"Harbor"', 'org = ""', 'created after "2026-01-01"', 'x = "org = 7"'])(
    '%s is no place for one: refused, or left to the parser that refuses quotes',
    async (df) => {
      const found = resolve('devices.list', { df })
      if (df === 'org = "Main') expect(await found).toEqual({ df })
      else await expect(found).rejects.toMatchObject({ code: 'invalid_input' })
      expect(reads).toEqual([])
    },
  )

  it('that nothing has, or two things have, is never guessed', async () => {
    await expect(resolve('devices.list', { df: 'org = "Harb"' })).rejects.toMatchObject({
      code: 'target_not_found',
      message: expect.stringContaining('df: no organization has exactly that name. Similar: Harbor (id 7'),
    })
    await expect(resolve('alerts.list', { df: 'loc = "main office"' })).rejects.toMatchObject({
      code: 'ambiguous_name',
    })
  })
})

describe('a name that is drawn like another', () => {
  // The second begins with a Cyrillic letter.
  const twins = ['PRINT01', '\u0420RINT01']

  it.each(twins)('%s: neither is taken, both are named', async (name) => {
    devices = twins.map((systemName, index) => ({ id: index + 1, organizationId: 1, systemName }))
    await expect(resolve('devices.reboot', { id: name, mode: 'NORMAL' })).rejects.toMatchObject({
      code: 'ambiguous_name',
      message: expect.stringMatching(/look the same, written with other letters: .*id \d.*id \d/),
    })
  })

  it.each([
    ['SERVER0I', 'SERVERO1'],
    ['\u0420RINT01', 'PRINT01'],
    ['PR\u200bINT01', 'PRINT01'],
  ])('%j is not %j, which is named as one that looks alike', async (asked, there) => {
    devices = [{ id: 5, organizationId: 1, systemName: there }]
    await expect(resolve('devices.get', { id: asked })).rejects.toMatchObject({
      code: 'target_not_found',
      message: expect.stringContaining(`Looks alike, and is another name: ${there} (id 5`),
    })
  })
})

describe('names that are kept', () => {
  it('are read once, to the last page, and for each caller apart', async () => {
    devices = Array.from({ length: 2_500 }, (_, index) => ({
      id: index + 1,
      organizationId: 1,
      systemName: `PC-${index + 1}`,
    }))
    expect(await resolve('devices.get', { id: 'PC-2500' })).toEqual({ id: 2500 })
    expect(await resolve('devices.get', { id: 'PC-1' })).toEqual({ id: 1 })
    expect(reads).toEqual(['devices.list', 'devices.list', 'devices.list'])
    await resolve('devices.get', { id: 'PC-1' }, 'another')
    expect(reads).toHaveLength(6)
  })

  it('are believed for two minutes, and a new thing is found at once', async () => {
    await resolve('devices.get', { id: 'DESK-1' })
    await clock.advance(119_000)
    devices = devices.map((one) => (one.id === 3 ? { ...one, systemName: 'DESK-2' } : one))
    expect(await resolve('devices.get', { id: 'DESK-1' })).toEqual({ id: 3 })
    expect(await resolve('devices.get', { id: 'DESK-2' })).toEqual({ id: 3 })
    await expect(resolve('devices.get', { id: 'DESK-1' })).rejects.toMatchObject({ code: 'target_not_found' })
  })

  it('are not believed before a change: the thing itself must still be called so', async () => {
    await resolve('devices.get', { id: 'DESK-1' })
    // The name has moved to another machine.
    devices = [
      { id: 3, organizationId: 1, systemName: 'OLD-DESK' },
      { id: 4, organizationId: 1, systemName: 'DESK-1' },
    ]
    expect(await resolve('devices.reboot', { id: 'DESK-1', mode: 'NORMAL' })).toEqual({ id: 4, mode: 'NORMAL' })
  })

  it('are forgotten when something of their kind is changed', async () => {
    await resolve('devices.get', { id: 'DESK-1' })
    names.forget({ connection: 'sandbox', operation: 'tickets.create', risk: 'write' })
    names.forget({ connection: 'elsewhere', operation: 'devices.update', risk: 'write' })
    await resolve('devices.get', { id: 'DESK-1' })
    expect(reads).toEqual(['devices.list'])
    names.forget({ connection: 'sandbox', operation: 'devices.update', risk: 'write' })
    await resolve('devices.get', { id: 'DESK-1' })
    expect(reads).toEqual(['devices.list', 'devices.list'])
  })

  it('that could not be listed are asked for again', async () => {
    const broken: Read = async () => {
      throw new Error('down')
    }
    const scope = { connection: 'sandbox', actorId: 'a' }
    await expect(names.resolve(operation('devices.get'), { id: 'DESK-1' }, broken, scope)).rejects.toThrow('down')
    expect(await resolve('devices.get', { id: 'DESK-1' })).toEqual({ id: 3 })
  })
})

it('one of a hundred thousand is found without looking at the others', () => {
  const all = Array.from({ length: 100_000 }, (_, index) => ({
    id: index + 1,
    names: [`CLIENT-${index % 700}-PC-${index}`, `client-${index % 700}-pc-${index}.example.net`],
    organizationId: index % 700,
  }))
  let looked = 0
  const watched = new Proxy(all, {
    get: (target, key) => {
      looked++
      return Reflect.get(target, key)
    },
  })
  const index = new NameIndex(watched)
  looked = 0
  for (let id = 1; id <= 100_000; id += 997) {
    expect(index.find(all[id - 1]?.names[1]?.toUpperCase() ?? '')).toMatchObject({ kind: 'one', one: { id } })
  }
  expect(looked).toBe(0)
})
