import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDeviceFilter } from './device-filter.ts'
import { Fleet } from './fleet.ts'
import { createSeed } from './seed.ts'

const startMs = Date.parse('2026-01-05T09:00:00Z')
const seed = createSeed({ seed: 42, orgs: 6, devices: 400, profile: 'msp-typical' })
const fleet = new Fleet(seed, startMs)
const approved = fleet.devices.filter((device) => device.seed.approvalStatus === 'APPROVED')
const ids = (df: string | undefined) =>
  fleet.devices.filter(parseDeviceFilter(df, fleet)).map((device) => device.seed.id)
const idsWhere = (test: (device: (typeof approved)[number]) => boolean) =>
  approved.filter(test).map((device) => device.seed.id)

describe('a device filter', () => {
  test.each<[string, (device: (typeof approved)[number]) => boolean]>([
    ['org=1', ({ seed }) => seed.organizationId === 1],
    ['organization eq 2', ({ seed }) => seed.organizationId === 2],
    ['org != 1', ({ seed }) => seed.organizationId !== 1],
    ['org neq 1', ({ seed }) => seed.organizationId !== 1],
    ['org <> 1', ({ seed }) => seed.organizationId !== 1],
    ['org in (1, 3)', ({ seed }) => [1, 3].includes(seed.organizationId)],
    ['org in(1,3)', ({ seed }) => [1, 3].includes(seed.organizationId)],
    ['org nin (1,3)', ({ seed }) => ![1, 3].includes(seed.organizationId)],
    ['org notin (1,3)', ({ seed }) => ![1, 3].includes(seed.organizationId)],
    ['org !in (1,3)', ({ seed }) => ![1, 3].includes(seed.organizationId)],
    ['loc = 11', ({ seed }) => seed.locationId === 11],
    ['location = 11', ({ seed }) => seed.locationId === 11],
    ['role = 1', ({ seed }) => seed.nodeRoleId === 1],
    ['id in (1001,1002)', ({ seed }) => seed.id < 1003],
    ['class = WINDOWS_SERVER', ({ seed }) => seed.nodeClass === 'WINDOWS_SERVER'],
    ['class eq WINDOWS_WORKSTATION AND online', (one) => one.seed.nodeClass === 'WINDOWS_WORKSTATION' && !one.offline],
    ['class in (WINDOWS_SERVER,MAC)', ({ seed }) => ['WINDOWS_SERVER', 'MAC'].includes(seed.nodeClass)],
    ['online', (device) => !device.offline],
    ['OFFLINE', (device) => device.offline],
    ['org = 1 and offline', (device) => device.seed.organizationId === 1 && device.offline],
    ['org = 1 && offline', (device) => device.seed.organizationId === 1 && device.offline],
    ['org = 1   AND\tonline', (device) => device.seed.organizationId === 1 && !device.offline],
    ['created after 2024-01-01', (device) => fleet.createdMs(device) >= Date.parse('2024-01-02T00:00:00Z')],
    ['created < 20240101', (device) => fleet.createdMs(device) < Date.parse('2024-01-01T00:00:00Z')],
    ['created lt 2024-01-01T12:00:00.000Z', (one) => fleet.createdMs(one) < Date.parse('2024-01-01T12:00:00Z')],
  ])('%s keeps exactly the devices it means', (df, test) => {
    const wanted = idsWhere(test)
    expect(ids(df)).toEqual(wanted)
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.length).toBeLessThan(approved.length)
  })

  test('created = a day keeps the devices of that day', () => {
    const [device] = approved
    if (!device) throw new Error('no device')
    const day = new Date(fleet.createdMs(device)).toISOString().slice(0, 10)
    expect(ids(`created = ${day}`)).toContain(device.seed.id)
    expect(ids(`created = ${day.replaceAll('-', '')}`)).toEqual(ids(`created = ${day}`))
  })

  test('hides devices that wait for approval unless status is asked for', () => {
    const pending = fleet.devices
      .filter((device) => device.seed.approvalStatus === 'PENDING')
      .map(({ seed }) => seed.id)
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
    'group 563',
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
        expect(ids(df).length).toBeLessThanOrEqual(fleet.devices.length)
      }),
      { numRuns: 500 },
    )
  })
})
