/**
 * Devices as they stand on the wire. Rows are kept as serialised bytes, because lists of a thousand devices are mostly
 * rows that did not change; a bounded number of them, because a fleet may be far larger than what anybody reads again.
 */

import { isAway } from './commands/story.ts'
import { describeDevice } from './device-details.ts'
import type { Device, Maintenance } from './kinds/devices.ts'
import { checkInEveryMs } from './kinds/devices.ts'
import type { World } from './world.ts'

interface Kept<Json> {
  readonly device: Device
  readonly json: Json
  readonly goodUntilMs: number
}

/** A row as bytes: lists are put together of them. Details are mostly asked for one by one, and sent as a text. */
export type Row = Kept<Buffer>
export type Details = Kept<string>

const rowsKept = 20_000
const detailsKept = 20_000

/** When a device last checked in: a function of time, so that a fleet that talks all day costs nothing. */
export function lastContactMs(world: World, device: Device, nowMs: number): number {
  return isAway(device)
    ? Math.min(device.sinceMs, nowMs)
    : Math.max(device.sinceMs, lastCheckInMs(world, device, nowMs))
}

function lastCheckInMs({ startMs }: World, { checkInPhaseMs }: Device, nowMs: number): number {
  const firstMs = startMs + checkInPhaseMs
  return firstMs + Math.floor((nowMs - firstMs) / checkInEveryMs) * checkInEveryMs
}

/** When this device's row will change by itself: at its next check-in. */
function goodUntilMs(world: World, device: Device, nowMs: number): number {
  return isAway(device) ? Number.POSITIVE_INFINITY : lastCheckInMs(world, device, nowMs) + checkInEveryMs
}

/** A row of `GET /v2/devices`. Absent stays absent: the vendor omits nulls. */
export function deviceRow(world: World, device: Device, nowMs: number) {
  const lastContact = lastContactMs(world, device, nowMs) / 1000
  const policyId = device.policyId ?? device.rolePolicyId
  return {
    id: device.id,
    uid: device.uid,
    ...(device.parentDeviceId !== undefined && { parentDeviceId: device.parentDeviceId }),
    organizationId: device.organizationId,
    locationId: device.locationId,
    nodeClass: device.nodeClass,
    nodeRoleId: device.nodeRoleId,
    ...(device.rolePolicyId !== undefined && { rolePolicyId: device.rolePolicyId }),
    ...(policyId !== undefined && { policyId }),
    approvalStatus: device.approvalStatus,
    offline: isAway(device),
    ...(device.displayName && { displayName: device.displayName }),
    systemName: device.systemName,
    ...(device.dnsName && { dnsName: device.dnsName }),
    ...(device.netbiosName && { netbiosName: device.netbiosName }),
    ...(device.assignedOwnerUid && { assignedOwnerUid: device.assignedOwnerUid }),
    created: device.createdMs / 1000,
    lastContact,
    lastUpdate: lastContact,
    ...(device.userData && { userData: { ...device.userData } }),
    ...(device.tags && { tags: [...device.tags] }),
    ...(device.maintenance && { maintenance: toWireMaintenance(device.maintenance) }),
  }
}

/** `GET /v2/device/{id}`. */
function deviceDetails(world: World, device: Device, nowMs: number) {
  return {
    ...deviceRow(world, device, nowMs),
    ...describeDevice(world, device, nowMs),
    // The spec shows warranty dates nowhere else than here.
    ...(device.warranty && { references: { warranty: { ...device.warranty } } }),
  }
}

function toWireMaintenance({ status, startMs, endMs, reasonMessage }: Maintenance) {
  return { status, start: startMs / 1000, end: endMs / 1000, ...(reasonMessage && { reasonMessage }) }
}

export class DeviceBytes {
  readonly #world: World
  readonly #rows = new Map<number, Row>()
  readonly #details = new Map<number, Details>()
  /** Details show parts of a device too; when any of these has changed, all details are made anew. */
  #partsVersion = 0

  constructor(world: World) {
    this.#world = world
  }

  row(device: Device, nowMs: number): Row {
    const known = this.#rows.get(device.id)
    if (known && known.device === device && nowMs < known.goodUntilMs) return known
    const json = Buffer.from(JSON.stringify(deviceRow(this.#world, device, nowMs)))
    return this.#keep(this.#rows, rowsKept, device, nowMs, json)
  }

  details(device: Device, nowMs: number): Details {
    const { volumes, processors } = this.#world
    const version = volumes.version + processors.version
    if (version !== this.#partsVersion) {
      this.#partsVersion = version
      this.#details.clear()
    }
    const known = this.#details.get(device.id)
    if (known && known.device === device && nowMs < known.goodUntilMs) return known
    const json = JSON.stringify(deviceDetails(this.#world, device, nowMs))
    return this.#keep(this.#details, detailsKept, device, nowMs, json)
  }

  #keep<Json>(kept: Map<number, Kept<Json>>, limit: number, device: Device, nowMs: number, json: Json): Kept<Json> {
    const made = { device, json, goodUntilMs: goodUntilMs(this.#world, device, nowMs) }
    if (kept.size >= limit && !kept.has(device.id)) kept.clear()
    kept.set(device.id, made)
    return made
  }
}

const bytesOfWorld = new WeakMap<World, DeviceBytes>()

export function deviceBytes(world: World): DeviceBytes {
  const known = bytesOfWorld.get(world)
  if (known) return known
  const bytes = new DeviceBytes(world)
  bytesOfWorld.set(world, bytes)
  return bytes
}
