/** Which devices the table shows and in what order. Pure, because 'n of total' has to be right. */
import { writeNodeClass, writeOnline } from '../text/words.ts'
import { type DeviceRow, nameOf } from './fleet.ts'
import type { DevicesSearch, SortColumn } from './search.ts'

export interface ShownDevice {
  device: DeviceRow
  name: string
  organization: string
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const sortKeys: Record<SortColumn, (row: ShownDevice) => string> = {
  name: (row) => row.name,
  organization: (row) => row.organization,
  class: (row) => writeNodeClass(row.device.nodeClass),
  online: (row) => writeOnline(row.device.offline),
  lastContact: (row) => row.device.lastContact ?? '',
}

export function selectDevices(
  devices: DeviceRow[],
  organizations: ReadonlyMap<number, string>,
  search: DevicesSearch,
): ShownDevice[] {
  const words = (search.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const rows: ShownDevice[] = []
  for (const device of devices) {
    if (search.organization !== undefined && device.organizationId !== search.organization) continue
    // A device whose state is unknown is neither online nor offline.
    if (search.online !== undefined && device.offline !== (search.online === 'offline')) continue
    const name = nameOf(device)
    const organization = organizations.get(device.organizationId) ?? `Organization ${device.organizationId}`
    const haystack = `${name} ${device.systemName ?? ''} ${organization} ${writeNodeClass(device.nodeClass)} ${device.id}`
    if (!words.every((word) => haystack.toLowerCase().includes(word))) continue
    rows.push({ device, name, organization })
  }
  const key = sortKeys[search.sort ?? 'name']
  const direction = search.descending ? -1 : 1
  return rows.sort((a, b) => direction * collator.compare(key(a), key(b)) || a.device.id - b.device.id)
}
