/**
 * The world at the moment the sandbox starts, before anything moves: a pure function of seed and sizes.
 * It is never changed; what happens later is kept beside it, so a reset is forgetting.
 */
import { createHash } from 'node:crypto'
import { type DeviceDetails, drawDetails } from './device-details.ts'
import { drawDevice, HostNames, type SeedDevice } from './devices.ts'
import { activityOfAlert, drawActivities, drawAlerts, type SeedActivity, type SeedAlert } from './history.ts'
import { drawOrganization, type SeedOrganization } from './organizations.ts'
import { type ProfileName, profiles } from './profile.ts'
import { drawActions, drawScripts, type SeedAction, type SeedScript } from './scripts.ts'
import { drawServices, type SeedService, serviceTables } from './services.ts'

export interface WorldSize {
  readonly seed: number
  readonly orgs: number
  readonly devices: number
  readonly profile: ProfileName
}

export interface Seed {
  readonly size: WorldSize
  readonly organizations: readonly SeedOrganization[]
  /** Ascending id. */
  readonly devices: readonly SeedDevice[]
  readonly scripts: readonly SeedScript[]
  readonly actions: readonly SeedAction[]
  readonly alerts: readonly SeedAlert[]
  /** Oldest first; ids follow from the position. */
  readonly activities: readonly SeedActivity[]
  /** Drawn when asked for: most devices are never looked at. */
  detailsOf(device: SeedDevice): DeviceDetails
  servicesOf(device: SeedDevice): readonly SeedService[]
}

export function createSeed(size: WorldSize): Seed {
  const { seed } = size
  const profile = profiles[size.profile]
  const organizations = Array.from({ length: size.orgs }, (_, index) =>
    drawOrganization(seed, index + 1, profile.organizationSkew),
  )
  const names = new HostNames()
  const devices = Array.from({ length: size.devices }, (_, index) =>
    drawDevice(seed, index, profile, organizations, names),
  )
  const alerts = devices.flatMap((device) => drawAlerts(seed, device, profile))
  const activities = [...alerts.map(activityOfAlert), ...devices.flatMap((device) => drawActivities(seed, device))]
  // Array sort is stable, so equal moments keep the order they were drawn in.
  activities.sort((one, other) => one.offsetMs - other.offsetMs)
  return {
    size,
    organizations,
    devices,
    scripts: drawScripts(seed),
    actions: drawActions(seed),
    alerts,
    activities,
    detailsOf: (device) => drawDetails(seed, device),
    servicesOf: (device) => drawServices(seed, device),
  }
}

/** Every entity of the world, one JSON line each, in a fixed order. */
export function* dumpSeed(seed: Seed): Generator<string> {
  const { organizations, scripts, actions, alerts, activities, devices } = seed
  yield JSON.stringify([seed.size, serviceTables])
  for (const list of [organizations, scripts, actions]) for (const entity of list) yield JSON.stringify(entity)
  for (const device of devices) {
    const states = seed.servicesOf(device).map(({ name, state }) => `${name} ${state}`)
    yield JSON.stringify([device, seed.detailsOf(device), states])
  }
  for (const list of [alerts, activities]) for (const entity of list) yield JSON.stringify(entity)
}

/** SHA-256 of the dump: equal hashes are equal worlds, on every machine and day. */
export function hashSeed(seed: Seed): string {
  const hash = createHash('sha256')
  // One large update is far cheaper than one per line.
  let lines = ''
  for (const line of dumpSeed(seed)) {
    lines += `${line}\n`
    if (lines.length > 1_000_000) {
      hash.update(lines)
      lines = ''
    }
  }
  return hash.update(lines).digest('hex')
}
