/** `GET /v2/devices/search`: names, addresses and the logged-on user, the best match first. */
import type { Device } from './kinds/devices.ts'
import type { World } from './world.ts'

export interface Match {
  readonly device: Device
  readonly score: number
  readonly matchAttr: string
  readonly matchAttrValue: string
}

const limitDefault = 100

export function searchDevices(world: World, query: string, limit = limitDefault): Match[] {
  const wanted = query.trim().toLowerCase()
  const matches: Match[] = []
  for (const device of world.devices) {
    const match = device.approvalStatus === 'APPROVED' && bestMatch(device, wanted)
    if (match) matches.push(match)
  }
  // Equal scores stay in ascending id, so answers are the same on every run.
  matches.sort((one, other) => other.score - one.score)
  return matches.slice(0, limit)
}

function bestMatch(device: Device, wanted: string): Match | undefined {
  let best: Match | undefined
  const consider = (matchAttr: string, value: string | undefined) => {
    const text = value?.toLowerCase()
    if (value === undefined || !text?.includes(wanted)) return
    const score = text === wanted ? 3 : text.startsWith(wanted) ? 2 : 1
    if (!best || score > best.score) best = { device, score, matchAttr, matchAttrValue: value }
  }
  consider('systemName', device.systemName)
  consider('displayName', device.displayName)
  consider('dnsName', device.dnsName)
  consider('netbiosName', device.netbiosName)
  for (const address of device.ipAddresses) consider('ipAddress', address)
  for (const address of device.macAddresses) consider('macAddress', address)
  consider('publicIP', device.publicIP)
  consider('lastLoggedInUser', device.lastLoggedInUser)
  return best
}
