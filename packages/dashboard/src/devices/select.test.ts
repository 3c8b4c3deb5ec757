import { describe, expect, it } from 'vitest'
import { readDevicesSearch } from './search.ts'
import { selectDevices } from './select.ts'

const devices = [
  { id: 1, organizationId: 1, systemName: 'CEDAR-PRINT01', nodeClass: 'WINDOWS_SERVER', offline: false },
  { id: 2, organizationId: 1, systemName: 'CEDAR-WS-10', nodeClass: 'WINDOWS_WORKSTATION', offline: true },
  { id: 3, organizationId: 2, systemName: 'CEDAR-WS-9', nodeClass: 'WINDOWS_WORKSTATION' },
]
const organizations = new Map([[1, 'Cedar Dental']])
const ids = (search: Record<string, unknown>) =>
  selectDevices(devices, organizations, readDevicesSearch(search)).map((row) => row.device.id)

describe('selectDevices', () => {
  it('sorts names as people count: 9 before 10', () => {
    expect(ids({})).toEqual([1, 3, 2])
    expect(ids({ descending: true })).toEqual([2, 3, 1])
  })

  it('finds every word in name, organization, class or id', () => {
    expect(ids({ text: 'dental ws-' })).toEqual([2])
    expect(ids({ text: 'workstation' })).toEqual([3, 2])
    expect(ids({ text: 'nothing like it' })).toEqual([])
  })

  it('counts an unknown state as neither online nor offline', () => {
    expect(ids({ online: 'online' })).toEqual([1])
    expect(ids({ online: 'offline' })).toEqual([2])
  })

  it('names an organization it does not know by its number', () => {
    expect(selectDevices(devices, organizations, { organization: 2 })[0]?.organization).toBe('Organization 2')
  })
})

describe('readDevicesSearch', () => {
  it('drops what it does not know', () => {
    expect(
      readDevicesSearch({ online: 'maybe', organization: 'x', sort: 'size', descending: 'yes', other: 1 }),
    ).toEqual({})
  })
})
