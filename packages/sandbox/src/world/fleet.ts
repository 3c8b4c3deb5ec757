/**
 * Devices as they are now: what the seed says plus what has happened since. Rows are kept as serialised bytes,
 * because lists of a thousand devices are mostly rows that did not change; `touch` throws a device's bytes away.
 */
import { checkInEveryMs, firstDeviceId, type SeedDevice } from './devices.ts'
import type { Seed } from './seed.ts'
import type { SeedService, ServiceState } from './services.ts'

export interface LiveService extends Omit<SeedService, 'state'> {
  state: ServiceState
  /** Commands wait for each other: a service does one thing at a time. */
  readonly waiting: ((atMs: number) => void)[]
  busy: boolean
}

export interface Maintenance {
  status: 'PENDING' | 'IN_MAINTENANCE'
  readonly startMs: number
  readonly endMs: number
  readonly reasonMessage?: string
}

export class LiveDevice {
  readonly seed: SeedDevice
  offline: boolean
  /** When it was last heard, while offline; when it came back, while online. */
  sinceMs: number
  lastBootMs: number
  needsReboot: boolean
  /** Work begun before a boot does not survive it. */
  boots = 0
  maintenance: Maintenance | undefined
  services: Map<string, LiveService> | undefined
  /** What was asked of it while it was offline; done in order when it is back. */
  readonly parked: ((atMs: number) => void)[] = []
  row: Buffer | undefined
  rowGoodUntilMs = 0
  details: Buffer | undefined
  detailsGoodUntilMs = 0

  constructor(seed: SeedDevice, startMs: number) {
    this.seed = seed
    this.offline = seed.offline
    this.sinceMs = seed.offline ? startMs + seed.lastContactOffsetMs : startMs - checkInEveryMs
    this.lastBootMs = startMs + seed.lastBootOffsetMs
    this.needsReboot = seed.needsReboot
  }
}

export class Fleet {
  /** Ascending id. */
  readonly devices: readonly LiveDevice[]
  /** Grows with every change, so that whoever cached a list knows. */
  version = 0
  readonly #seed: Seed
  readonly #startMs: number

  constructor(seed: Seed, startMs: number) {
    this.#seed = seed
    this.#startMs = startMs
    this.devices = seed.devices.map((device) => new LiveDevice(device, startMs))
  }

  find(id: number): LiveDevice | undefined {
    return this.devices[id - firstDeviceId]
  }

  touch(device: LiveDevice): void {
    device.row = undefined
    device.details = undefined
    this.version++
  }

  /** Services by lower-case name: Windows does not tell `spooler` from `Spooler`. */
  servicesOf(device: LiveDevice): Map<string, LiveService> {
    device.services ??= new Map(
      this.#seed
        .servicesOf(device.seed)
        .map((service) => [service.name.toLowerCase(), { ...service, waiting: [], busy: false }]),
    )
    return device.services
  }

  /** When this device's row will change by itself: at its next check-in. */
  goodUntilMs(device: LiveDevice, nowMs: number): number {
    return device.offline ? Number.POSITIVE_INFINITY : this.#lastCheckIn(device, nowMs) + checkInEveryMs
  }

  rowBytes(device: LiveDevice, nowMs: number): Buffer {
    if (!device.row || nowMs >= device.rowGoodUntilMs) {
      device.row = Buffer.from(JSON.stringify(this.row(device, nowMs)))
      device.rowGoodUntilMs = this.goodUntilMs(device, nowMs)
    }
    return device.row
  }

  detailsBytes(device: LiveDevice, nowMs: number): Buffer {
    if (!device.details || nowMs >= device.detailsGoodUntilMs) {
      device.details = Buffer.from(JSON.stringify(this.details(device, nowMs)))
      device.detailsGoodUntilMs = this.goodUntilMs(device, nowMs)
    }
    return device.details
  }

  /** A row of `GET /v2/devices`. Absent stays absent: the vendor omits nulls. */
  row(device: LiveDevice, nowMs: number) {
    const { seed } = device
    const lastContact = this.lastContactMs(device, nowMs) / 1000
    return {
      id: seed.id,
      uid: seed.uid,
      organizationId: seed.organizationId,
      locationId: seed.locationId,
      nodeClass: seed.nodeClass,
      nodeRoleId: seed.nodeRoleId,
      rolePolicyId: seed.policyId,
      policyId: seed.policyId,
      approvalStatus: seed.approvalStatus,
      offline: device.offline,
      ...(seed.displayName && { displayName: seed.displayName }),
      systemName: seed.systemName,
      ...(seed.dnsName && { dnsName: seed.dnsName }),
      ...(seed.netbiosName && { netbiosName: seed.netbiosName }),
      created: (this.#startMs + seed.createdOffsetMs) / 1000,
      lastContact,
      lastUpdate: lastContact,
      ...(seed.tags && { tags: [...seed.tags] }),
      ...(device.maintenance && { maintenance: toWireMaintenance(device.maintenance) }),
    }
  }

  details(device: LiveDevice, nowMs: number) {
    const { os, ...rest } = this.#seed.detailsOf(device.seed)
    return {
      ...this.row(device, nowMs),
      ...rest,
      ...(os && { os: { ...os, needsReboot: device.needsReboot, lastBootTime: device.lastBootMs / 1000 } }),
    }
  }

  lastContactMs(device: LiveDevice, nowMs: number): number {
    return device.offline ? device.sinceMs : Math.max(device.sinceMs, this.#lastCheckIn(device, nowMs))
  }

  createdMs(device: LiveDevice): number {
    return this.#startMs + device.seed.createdOffsetMs
  }

  #lastCheckIn(device: LiveDevice, nowMs: number): number {
    const first = this.#startMs + device.seed.checkInPhaseMs
    return first + Math.floor((nowMs - first) / checkInEveryMs) * checkInEveryMs
  }
}

function toWireMaintenance({ status, startMs, endMs, reasonMessage }: Maintenance) {
  return { status, start: startMs / 1000, end: endMs / 1000, ...(reasonMessage && { reasonMessage }) }
}
