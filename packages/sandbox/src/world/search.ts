/** `GET /v2/devices/search`: names, addresses and the logged-on user, the best match first. */
import type { LiveDevice } from './fleet.ts'
import type { World } from './world.ts'

export interface Match {
  readonly device: LiveDevice
  readonly score: number
  readonly matchAttr: string
  readonly matchAttrValue: string
}

const limitDefault = 100

export function searchDevices(world: World, query: string, limit = limitDefault): Match[] {
  const wanted = query.trim().toLowerCase()
  const matches = world.fleet.devices
    .filter(({ seed }) => seed.approvalStatus === 'APPROVED')
    .flatMap((device) => bestMatch(device, wanted) ?? [])
  // Equal scores stay in ascending id, so answers are the same on every run.
  matches.sort((one, other) => other.score - one.score)
  return matches.slice(0, limit)
}

function bestMatch(device: LiveDevice, wanted: string): Match | undefined {
  const { seed } = device
  let best: Match | undefined
  const consider = (matchAttr: string, value: string | undefined) => {
    const text = value?.toLowerCase()
    if (value === undefined || !text?.includes(wanted)) return
    const score = text === wanted ? 3 : text.startsWith(wanted) ? 2 : 1
    if (!best || score > best.score) best = { device, score, matchAttr, matchAttrValue: value }
  }
  consider('systemName', seed.systemName)
  consider('displayName', seed.displayName)
  consider('dnsName', seed.dnsName)
  consider('netbiosName', seed.netbiosName)
  for (const address of seed.ipAddresses) consider('ipAddress', address)
  for (const address of seed.macAddresses) consider('macAddress', address)
  consider('publicIP', seed.publicIP)
  consider('lastLoggedInUser', seed.lastLoggedInUser)
  return best
}
