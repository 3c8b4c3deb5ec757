/**
 * The mess a fleet lives with, findable: each question answers with ids, read from the world as it is now, so that a
 * client that cleans up can be held against it.
 */

import type { Device } from './kinds/devices.ts'
import { machineOf } from './kinds/inventory/part.ts'
import { failingKb } from './kinds/inventory/patches.ts'
import { hasNoSerial, isWindows10, systemOf } from './kinds/inventory/systems.ts'
import { noisyOrganizationId } from './kinds/organizations.ts'
import { dayMs } from './origin.ts'
import { firstDeviceId } from './skeleton.ts'
import type { World } from './world.ts'

const staleAfterMs = 14 * dayMs

export class Mess {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Pairs of devices that are one machine: enrolled again, and the first one never removed. */
  duplicates(): { readonly stale: number; readonly current: number }[] {
    const { size } = this.#world
    const pairs: { stale: number; current: number }[] = []
    for (let index = 0; index < size.devices; index++) {
      if (this.#world.origin.skeleton.plantOf(index) !== 'second-enrolment') continue
      const [stale, current] = [firstDeviceId + index - 1, firstDeviceId + index]
      if (this.#world.devices.has(stale) && this.#world.devices.has(current)) pairs.push({ stale, current })
    }
    return pairs
  }

  /** Not heard for two weeks. */
  staleDevices(): number[] {
    const nowMs = this.#world.nowMs()
    return this.#ids(({ offline, sinceMs }) => offline && nowMs - sinceMs > staleAfterMs)
  }

  /** Called as the system came out of the box. */
  defaultNames(): number[] {
    return this.#ids(({ systemName }) => /^DESKTOP-[0-9A-F]{7}$/.test(systemName))
  }

  /** Renamed by people to something that is not unique. */
  friendlyNames(): number[] {
    return this.#ids(({ displayName }) => displayName !== undefined)
  }

  /** Locations in which no device stands. */
  orphanLocations(): number[] {
    const { locations, devices } = this.#world
    return [...locations.ids()].filter((id) => devices.idsWhose('locationId', id).length === 0)
  }

  organizationsWithoutPolicy(): number[] {
    return this.#world.organizations.list({ test: ({ policies }) => policies.length === 0 }).map(({ id }) => id)
  }

  /** Share of the custom fields of devices that somebody has filled in, over the first thousand. */
  filledFieldShare(): number {
    const { customFields, deviceFields } = this.#world
    const names = customFields.list({ test: ({ definitionScope }) => definitionScope.includes('NODE') }).length
    const rows = deviceFields.list({ limit: 1_000 })
    const filled = rows.reduce((sum, { values }) => sum + Object.keys(values).length, 0)
    return rows.length === 0 ? 0 : filled / (rows.length * names)
  }

  pendingDevices(): number[] {
    return this.#ids(({ approvalStatus }) => approvalStatus === 'PENDING')
  }

  /** The device whose disk is full, then is not, then is. */
  flappingDevice(): number | undefined {
    return this.#world.size.devices > 1 ? firstDeviceId + 1 : undefined
  }

  /** The organization whose devices raise alert after alert. */
  noisyOrganization(): number {
    return noisyOrganizationId(this.#world.size.orgs)
  }

  windows10Devices(): number[] {
    return this.#ids((device) => this.#isOfSeed(device) && isWindows10(machineOf(this.#world.origin, device.id)))
  }

  /** Devices on which the one KB failed that fails everywhere. */
  failingKb(): { readonly kbNumber: string; readonly deviceIds: number[] } {
    const deviceIds = this.windows10Devices().filter((id) =>
      this.#world.osPatchInstalls.get(id)?.rows.some((row) => row.kbNumber === failingKb && row.status === 'FAILED'),
    )
    return { kbNumber: failingKb, deviceIds }
  }

  macsWithoutSerial(): number[] {
    return this.#ids((device) => {
      if (!device.nodeClass.startsWith('MAC') || !this.#isOfSeed(device)) return false
      const machine = machineOf(this.#world.origin, device.id)
      return systemOf(machine) !== undefined && hasNoSerial(machine)
    })
  }

  /** Guests with the host they run on. */
  virtualMachines(): { readonly guest: number; readonly host: number }[] {
    return this.#devices(({ parentDeviceId }) => parentDeviceId !== undefined).map(({ id, parentDeviceId = 0 }) => ({
      guest: id,
      host: parentDeviceId,
    }))
  }

  networkGear(): number[] {
    return this.#ids(({ nodeClass }) => nodeClass.startsWith('NMS_'))
  }

  /** Time zones people work in, and how many organizations in each. */
  timeZones(): ReadonlyMap<string, number> {
    const zones = new Map<string, number>()
    for (const { timeZone } of this.#world.organizations) zones.set(timeZone, (zones.get(timeZone) ?? 0) + 1)
    return zones
  }

  #isOfSeed({ id }: Device): boolean {
    return id < firstDeviceId + this.#world.size.devices
  }

  #devices(test: (device: Device) => boolean): Device[] {
    return this.#world.devices.list({ test })
  }

  #ids(test: (device: Device) => boolean): number[] {
    return this.#devices(test).map(({ id }) => id)
  }
}
