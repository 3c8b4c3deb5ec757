/** Devices: the part that lists, filters and search need. What a device consists of is in `inventory/`. */

import {
  hasAgent,
  isMac,
  isMobile,
  isServer,
  isWindows,
  type NodeClass,
  policyOfRole,
  roleOfClass,
} from '../node-classes.ts'
import { dayMs, type Origin } from '../origin.ts'
import type { Draw } from '../random.ts'
import { firstDeviceId, type Plant } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { rangeSource } from '../store/source.ts'
import { firstNames, friendlyNames, lastNames } from '../words.ts'
import { locationIdOf } from './locations.ts'
import { hasNoPolicy } from './organizations.ts'

export interface Maintenance {
  readonly status: 'PENDING' | 'IN_MAINTENANCE' | 'FAILED'
  readonly startMs: number
  readonly endMs: number
  readonly reasonMessage?: string
  readonly disabledFeatures?: readonly string[]
  /** Which setting of it this is: one that was replaced must not end the one that replaced it. */
  readonly command: number
}

/** Something to be done, as data: `effects.ts` knows what its name means. */
export interface Deed {
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Device {
  readonly id: number
  readonly uid: string
  readonly organizationId: number
  readonly locationId: number
  readonly nodeClass: NodeClass
  readonly nodeRoleId: number
  /** What the organization gives to its role; absent where it gives none. */
  readonly rolePolicyId?: number
  /** Set on the device itself. */
  readonly policyId?: number
  readonly approvalStatus: 'APPROVED' | 'PENDING' | 'STAGED' | 'DECOMMISSIONED'
  readonly systemName: string
  readonly displayName?: string
  readonly dnsName?: string
  readonly netbiosName?: string
  readonly parentDeviceId?: number
  readonly assignedOwnerUid?: string
  readonly offline: boolean
  readonly createdMs: number
  /** When it was last heard, while offline; when it came back, while online. It checks in on `checkInPhaseMs`. */
  readonly sinceMs: number
  readonly checkInPhaseMs: number
  readonly lastBootMs: number
  readonly needsReboot: boolean
  /** Work begun before a boot does not survive it. */
  readonly boots: number
  readonly ipAddresses: readonly string[]
  readonly macAddresses: readonly string[]
  readonly publicIP: string
  readonly lastLoggedInUser?: string
  readonly tags?: readonly string[]
  readonly userData?: Readonly<Record<string, unknown>>
  readonly warranty?: Readonly<Record<string, number>>
  readonly maintenance?: Maintenance
  /** What was asked of it while it was offline; done in order when it is back. */
  readonly parked?: readonly Deed[]
}

export const checkInEveryMs = 120_000

export const deviceKind = (origin: Origin): Kind<Device, 'organizationId' | 'locationId'> => {
  const { skeleton, size } = origin
  return {
    name: 'device',
    source: rangeSource(firstDeviceId, size.devices, (id) => drawDevice(origin, id)),
    indexes: {
      organizationId: {
        keyOf: ({ organizationId }) => organizationId,
        seedIds: function* (key) {
          if (typeof key !== 'number' || key < 1 || key > size.orgs) return
          for (const index of skeleton.devicesOf(key)) yield firstDeviceId + index
        },
      },
      locationId: {
        keyOf: ({ locationId }) => locationId,
        seedIds: function* (key) {
          const organizationId = Math.floor(Number(key) / 10)
          if (organizationId < 1 || organizationId > size.orgs) return
          for (const index of skeleton.devicesOf(organizationId)) {
            if (locationOf(origin, firstDeviceId + index) === key) yield firstDeviceId + index
          }
        },
      },
    },
    kept: 20_000,
  }
}

/** The second enrolment of a machine stands where the first one stood. */
function locationOf(origin: Origin, id: number): number {
  const { skeleton } = origin
  const index = id - firstDeviceId
  const twin = skeleton.plantOf(index) === 'second-enrolment'
  const { id: organizationId, siteCount } = skeleton.organizationOf(index)
  const draw = origin.draw('device', twin ? id - 1 : id)
  return locationIdOf(organizationId, draw.whole('location', 1, siteCount))
}

function drawDevice(origin: Origin, id: number): Device {
  const { skeleton, profile, startMs } = origin
  const index = id - firstDeviceId
  const draw = origin.draw('device', id)
  const plant = skeleton.plantOf(index)
  const isPlain = plant === undefined
  const organization = skeleton.organizationOf(index)
  const nodeClass = skeleton.classOf(index)
  const { id: nodeRoleId } = roleOfClass[nodeClass]
  // What was enrolled twice is one machine: names and addresses are those of the first enrolment.
  const machine = plant === 'second-enrolment' ? origin.draw('device', id - 1) : draw
  const systemName = nameHost(machine, origin, index, nodeClass, organization.code)
  const silenceMs = Math.round(drawSilenceMs(draw, origin, nodeClass, plant))
  const offline = silenceMs > 0
  const server = isServer(nodeClass)
  const displayName =
    !server && isPlain && draw.chance('renamed', profile.renamedByPeople)
      ? `${draw.pick('friendly', friendlyNames)} ${draw.whole('friendly-number', 1, 9)}`
      : undefined
  const locationId = locationOf(origin, id)
  const user = hasAgent(nodeClass) && !server ? drawUser(machine, nodeClass, organization.code) : undefined
  const createdMs =
    plant === 'second-enrolment'
      ? startMs - Math.round((2 + draw.fraction('created') * 15) * dayMs)
      : startMs - Math.round((30 + silenceMs / dayMs + draw.fraction('created') * 1400) * dayMs)
  const device: Mutable<Device> = {
    id,
    uid: draw.uuid(),
    organizationId: organization.id,
    locationId,
    nodeClass,
    nodeRoleId,
    approvalStatus: isPending(draw, origin, index) ? 'PENDING' : 'APPROVED',
    systemName,
    offline,
    createdMs,
    sinceMs: offline ? startMs - silenceMs : startMs - checkInEveryMs,
    checkInPhaseMs: draw.whole('check-in', 0, checkInEveryMs - 1),
    lastBootMs: startMs - silenceMs - Math.round((0.2 + draw.fraction('boot') ** 3 * 60) * dayMs),
    needsReboot: isWindows(nodeClass) && draw.chance('needs-reboot', 0.12),
    boots: 0,
    ipAddresses: [`10.${organization.id % 256}.${locationId % 10}.${machine.whole('address', 10, 250)}`],
    macAddresses: [drawMac(machine)],
    publicIP: organization.publicIP,
  }
  // Set one by one: a million devices are drawn here, and spreading an object for each field takes four times as long.
  if (!hasNoPolicy(organization.id, profile)) device.rolePolicyId = policyOfRole(nodeRoleId)
  if (displayName) device.displayName = displayName
  if (hasAgent(nodeClass)) device.dnsName = `${systemName.toLowerCase()}.${organization.code.toLowerCase()}.example`
  // NetBIOS keeps 15 characters; two long names may come out the same, as in life.
  if (isWindows(nodeClass)) device.netbiosName = systemName.slice(0, 15)
  if (plant === 'guest') device.parentDeviceId = firstDeviceId + skeleton.hostOf(index)
  if (user) device.lastLoggedInUser = user
  if (draw.chance('tagged', 0.08)) device.tags = [draw.pick('tag', ['vip', 'loaner', 'kiosk', 'shared'])]
  return device
}

type Mutable<Entity> = { -readonly [Field in keyof Entity]: Entity[Field] }

function isPending(draw: Draw, { skeleton, profile }: Origin, index: number): boolean {
  const plant = skeleton.plantOf(index)
  return plant === 'pending' || (plant === undefined && draw.chance('pending', profile.pendingApproval))
}

/** Zero for what is online. */
function drawSilenceMs(draw: Draw, { profile }: Origin, nodeClass: NodeClass, plant: Plant | undefined): number {
  // The machine lives on under its second enrolment; the first is never heard of again.
  if (plant === 'first-enrolment') return (17 + draw.fraction('silence') * 40) * dayMs
  if (plant !== undefined) return 0
  const share = isServer(nodeClass) ? profile.offlineServers : profile.offlineWorkstations
  if (!draw.chance('offline', share)) return 0
  const stale = draw.chance('stale', profile.staleAmongOffline)
  return (stale ? 21 + draw.fraction('silence') * 200 : 0.02 + draw.fraction('silence') * 3) * dayMs
}

function nameHost(draw: Draw, { skeleton }: Origin, index: number, nodeClass: NodeClass, code: string): string {
  const stem = skeleton.stemOf(index)
  if (nodeClass === 'MAC' && draw.chance('mac-named-by-user', 0.5)) {
    return `${capitalize(draw.pick('first-name', firstNames))}s-MacBook-Pro-${draw.hex('mac-suffix', 3)}`
  }
  if (nodeClass === 'WINDOWS_WORKSTATION' && draw.chance('default-name', 0.15)) {
    return `DESKTOP-${draw.hex('default-name-code', 7).toUpperCase()}`
  }
  if (isMobile(nodeClass)) return `${capitalize(draw.pick('first-name', firstNames))}s phone ${draw.hex('phone', 3)}`
  const digits = ['MAC', 'LT', 'WS', 'lx'].includes(stem) ? 3 : 2
  const number = String(skeleton.ordinalOf(index)).padStart(digits, '0')
  return `${stem === stem.toLowerCase() ? code.toLowerCase() : code}-${stem}${number}`
}

function drawUser(draw: Draw, nodeClass: NodeClass, code: string): string {
  const user = `${draw.pick('first-name', firstNames)}.${draw.pick('last-name', lastNames)}`
  return isMac(nodeClass) || !isWindows(nodeClass) ? user : `${code.slice(0, 15)}\\${user}`
}

function drawMac(draw: Draw): string {
  const hex = draw.hex('mac', 10).toUpperCase()
  // 02: locally administered, so that no maker's prefix is borrowed.
  return `02:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}`
}

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
