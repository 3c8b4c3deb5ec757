/** Rows of fleet-wide reports: what each device consists of, with whose it is (ninjaone-api §6). */
import { isAway } from '../world/commands/story.ts'
import { describeDevice } from '../world/device-details.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import { lastContactMs } from '../world/device-rows.ts'
import type { Device } from '../world/kinds/devices.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

interface Table<Row> {
  get(id: number): { readonly rows: readonly Row[] } | undefined
}

export const devicesOf = ({ world }: Scene, df: string | undefined): Device[] =>
  world.devices.list({ test: parseDeviceFilter(df, factsOf(world)) })

/** What a device is made of, as of when it was last heard of. */
const stamp = (world: World, device: Device, nowMs: number) => ({
  deviceId: device.id,
  timestamp: lastContactMs(world, device, nowMs) / 1000,
})

/** All rows of one kind of part; devices that a caller has staged consist of nothing yet. */
export function partRows<Row extends object>(
  { world, nowMs }: Scene,
  table: Table<Row>,
  devices: readonly Device[],
  test: (row: Row, device: Device) => boolean = () => true,
): (Row & { deviceId: number; timestamp: number })[] {
  return devices.flatMap((device) =>
    (table.get(device.id)?.rows ?? [])
      .filter((row) => test(row, device))
      .map((row) => ({ ...row, ...stamp(world, device, nowMs) })),
  )
}

/** An offline device leaves its current patches out of reports, so that a fleet looks healthier than it is (§9.4). */
export const isOnline = (_row: unknown, device: Device) => !isAway(device)

/** Equal, or not asked for. */
export const isAsked = (value: unknown, wanted: unknown) => wanted === undefined || value === wanted

/** Moments of parts are in milliseconds; on the wire they are seconds. */
export function toWireInstall<Row extends { readonly installedMs: number }>({ installedMs, ...row }: Row) {
  return { ...row, installedAt: installedMs / 1000 }
}

export function computerSystems(scene: Scene, devices: readonly Device[]) {
  const { world, nowMs } = scene
  return devices.flatMap((device) => {
    const details = describeDevice(world, device, nowMs)
    if (!('system' in details) || !('memory' in details)) return []
    const { system } = details
    return [
      {
        ...system,
        ...('serialNumber' in system && { biosSerialNumber: system.serialNumber }),
        numberOfProcessors: world.processors.get(device.id)?.rows.length ?? 0,
        ...stamp(world, device, nowMs),
      },
    ]
  })
}

export function operatingSystems(scene: Scene, devices: readonly Device[]) {
  const { world, nowMs } = scene
  return devices.flatMap((device) => {
    const details = describeDevice(world, device, nowMs)
    if (!('os' in details) || !('memory' in details)) return []
    return [{ ...details.os, language: 'en', ...stamp(world, device, nowMs) }]
  })
}

/** Which addresses a machine has today is the device's to say; they belong to its first interface. */
export function networkInterfaces({ world }: Scene, devices: readonly Device[]) {
  return devices.flatMap((device) =>
    (world.networkInterfaces.get(device.id)?.rows ?? []).map((row, index) => ({
      ...row,
      macAddress: [...(index === 0 ? device.macAddresses : row.macAddress)],
      ...(index === 0 && { ipAddress: [...device.ipAddresses] }),
      ...(device.dnsName && { dnsHostName: device.dnsName }),
      deviceId: device.id,
    })),
  )
}
