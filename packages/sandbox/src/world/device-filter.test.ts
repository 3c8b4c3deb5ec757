import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../testing/world.ts'
import { factsOf, parseDeviceFilter } from './device-filter.ts'
import type { Device } from './kinds/devices.ts'

const startMs = Date.parse('2026-01-05T09:00:00Z')
const world = createWorld({ orgs: 6, devices: 400 }, startMs)
const all = world.devices.list()
const approved = all.filter((device) => device.approvalStatus === 'APPROVED')
const ids = (df: string | undefined) => all.filter(parseDeviceFilter(df, factsOf(world))).map(({ id }) => id)
const idsWhere = (test: (device: Device) => boolean) => approved.filter(test).map(({ id }) => id)

describe('a device filter', () => {
  test.each<[string, (device: Device) => boolean]>([
    ['org=1', ({ organizationId }) => organizationId === 1],
    ['organization eq 2', ({ organizationId }) => organizationId === 2],
    ['org != 1', ({ organizationId }) => organizationId !== 1],
    ['org neq 1', ({ organizationId }) => organizationId !== 1],
    ['org <> 1', ({ organizationId }) => organizationId !== 1],
    ['org in (1, 3)', ({ organizationId }) => [1, 3].includes(organizationId)],
    ['org in(1,3)', ({ organizationId }) => [1, 3].includes(organizationId)],
    ['org nin (1,3)', ({ organizationId }) => ![1, 3].includes(organizationId)],
    ['org notin (1,3)', ({ organizationId }) => ![1, 3].includes(organizationId)],
    ['org !in (1,3)', ({ organizationId }) => ![1, 3].includes(organizationId)],
    ['loc = 11', ({ locationId }) => locationId === 11],
    ['location = 11', ({ locationId }) => locationId === 11],
    ['role = 1', ({ nodeRoleId }) => nodeRoleId === 1],
    ['id in (1001,1002)', ({ id }) => id < 1003],
    ['class = WINDOWS_SERVER', ({ nodeClass }) => nodeClass === 'WINDOWS_SERVER'],
    ['class eq WINDOWS_WORKSTATION AND online', (one) => one.nodeClass === 'WINDOWS_WORKSTATION' && !one.offline],
    ['class in (WINDOWS_SERVER,MAC)', ({ nodeClass }) => ['WINDOWS_SERVER', 'MAC'].includes(nodeClass)],
    ['online', (device) => !device.offline],
    ['OFFLINE', (device) => device.offline],
    ['org = 1 and offline', (device) => device.organizationId === 1 && device.offline],
    ['org = 1 && offline', (device) => device.organizationId === 1 && device.offline],
    ['org = 1   AND\tonline', (device) => device.organizationId === 1 && !device.offline],
    ['created after 2024-01-01', (device) => device.createdMs >= Date.parse('2024-01-02T00:00:00Z')],
    ['created < 20240101', (device) => device.createdMs < Date.parse('2024-01-01T00:00:00Z')],
    ['created lt 2024-01-01T12:00:00.000Z', (one) => one.createdMs < Date.parse('2024-01-01T12:00:00Z')],
  ])('%s keeps exactly the devices it means', (df, test) => {
    const wanted = idsWhere(test)
    expect(ids(df)).toEqual(wanted)
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.length).toBeLessThan(approved.length)
  })

  test('created = a day keeps the devices of that day', () => {
    const [device] = approved
    if (!device) throw new Error('no device')
    const day = new Date(device.createdMs).toISOString().slice(0, 10)
    expect(ids(`created = ${day}`)).toContain(device.id)
    expect(ids(`created = ${day.replaceAll('-', '')}`)).toEqual(ids(`created = ${day}`))
  })

  test('hides devices that wait for approval unless status is asked for', () => {
    const pending = all.filter((device) => device.approvalStatus === 'PENDING').map(({ id }) => id)
    expect(pending.length).toBeGreaterThan(0)
    expect(ids(undefined)).toEqual(idsWhere(() => true))
    expect(ids('status = PENDING')).toEqual(pending)
    expect(ids('status != APPROVED')).toEqual(pending)
    expect(ids('status = SOMETHING')).toEqual(idsWhere(() => true))
  })

  test.each([
    'org = 1 OR org = 2',
    'name = x',
    'org > 1',
    'org in 1',
    'org = (1)',
    'org = x',
    'group 99',
    'class = windows_server',
    'created = 2024-99-99',
    'created after yesterday',
    '(org = 1)',
    'status in (PENDING)',
    '=',
    '',
  ])('silently ignores %j, as the vendor does', (df) => {
    expect(ids(df)).toEqual(idsWhere(() => true))
    expect(ids(`${df} AND org = 1`)).toEqual(ids('org = 1'))
  })

  test('group finds what the saved search finds', () => {
    expect(ids('group 561')).toEqual(idsWhere(({ nodeClass }) => nodeClass === 'WINDOWS_SERVER'))
  })

  test('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      'org',
      'class',
      'created',
      '=',
      'in',
      '(',
      ')',
      ',',
      '1',
      'MAC',
      'AND',
      '&&',
      ' ',
      '!',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 20 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (df) => {
        expect(ids(df).length).toBeLessThanOrEqual(all.length)
      }),
      { numRuns: 500 },
    )
  })
})
