/**
 * What cannot be drawn from a device's id alone: which organization it went to, because shares are relative, and which
 * number its name got, because names count. Some bytes per device, worked out when first needed.
 */

import { drawOrganization, type SeedOrganization } from './kinds/organizations.ts'
import type { NodeClass } from './node-classes.ts'
import { nodeClasses } from './node-classes.ts'
import type { WorldSize } from './origin.ts'
import { profiles } from './profile.ts'
import { Draw } from './random.ts'

export const firstDeviceId = 1001
const guestsPerHost = 4
/** One that always waits for approval, so that even the smallest fleet has one. */
const pendingIndex = 11

/** What the name of a device ends in; names count per organization and stem. */
const stems = [
  'PRINT',
  'DC',
  'FILE',
  'APP',
  'SQL',
  'RDS',
  'BACKUP',
  'WEB',
  'web',
  'db',
  'mon',
  'git',
  'MAC',
  'LT',
  'WS',
  'lx',
  'esx',
  'hv',
  'vm',
  'SW',
  'FW',
  'PRN',
  'AP',
  'RT',
  'MDM',
  'NET',
] as const
type Stem = (typeof stems)[number]

/** Why a device is not like the others; the mess that fleets live with is planted at known places. */
export type Plant = 'print-server' | 'pending' | 'first-enrolment' | 'second-enrolment' | 'host' | 'guest' | 'flapping'

interface Columns {
  readonly organization: Uint16Array
  readonly nodeClass: Uint8Array
  readonly stem: Uint8Array
  readonly ordinal: Uint32Array
  /** Indexes of devices, grouped by organization; `starts` says where each group begins. */
  readonly grouped: Uint32Array
  readonly starts: Uint32Array
}

const serverRoles = [
  ['DC', 20],
  ['FILE', 18],
  ['APP', 16],
  ['SQL', 12],
  ['RDS', 10],
  ['BACKUP', 9],
  ['PRINT', 8],
  ['WEB', 7],
] as const

export class Skeleton {
  readonly size: WorldSize
  #organizations: readonly SeedOrganization[] | undefined
  #columns: Columns | undefined

  constructor(size: WorldSize) {
    this.size = size
  }

  get organizations(): readonly SeedOrganization[] {
    const { seed, orgs, profile } = this.size
    this.#organizations ??= Array.from({ length: orgs }, (_, index) =>
      drawOrganization(seed, index + 1, profiles[profile]),
    )
    return this.#organizations
  }

  plantOf(index: number): Plant | undefined {
    const { duplicateEvery, hostEvery } = profiles[this.size.profile]
    if (index === 0) return 'print-server'
    if (index === 1) return 'flapping'
    const inPair = index % duplicateEvery
    if (index === pendingIndex) return 'pending'
    if (inPair === 4) return 'first-enrolment'
    if (inPair === 5) return 'second-enrolment'
    const inBlock = index % hostEvery
    if (inBlock === 6) return 'host'
    if (inBlock > 6 && inBlock <= 6 + guestsPerHost && this.plantOf(index - inBlock + 6) === 'host') return 'guest'
    return undefined
  }

  /** Index of the host of a guest. */
  hostOf(index: number): number {
    return index - (index % profiles[this.size.profile].hostEvery) + 6
  }

  organizationOf(index: number): SeedOrganization {
    const organization = this.organizations[this.#read().organization[index] ?? 0]
    if (!organization) throw new Error(`device ${firstDeviceId + index} has no organization`)
    return organization
  }

  classOf(index: number): NodeClass {
    return nodeClasses[this.#read().nodeClass[index] ?? 0] ?? 'WINDOWS_WORKSTATION'
  }

  stemOf(index: number): Stem {
    return stems[this.#read().stem[index] ?? 0] ?? 'WS'
  }

  /** 1 for the first device of its organization with this stem. */
  ordinalOf(index: number): number {
    return this.#read().ordinal[index] ?? 1
  }

  /** Indexes of the devices of an organization, ascending. */
  devicesOf(organizationId: number): Uint32Array {
    const { grouped, starts } = this.#read()
    return grouped.subarray(starts[organizationId - 1] ?? 0, starts[organizationId] ?? starts[organizationId - 1] ?? 0)
  }

  #read(): Columns {
    this.#columns ??= this.#build()
    return this.#columns
  }

  #build(): Columns {
    const { devices: count, orgs } = this.size
    const organization = new Uint16Array(count)
    const nodeClass = new Uint8Array(count)
    const stem = new Uint8Array(count)
    const ordinal = new Uint32Array(count)
    const starts = new Uint32Array(orgs + 1)
    const given = new Uint32Array(orgs * stems.length)
    const pick = createPicker(this.organizations)
    const classIndexes = new Map(nodeClasses.map((name, index) => [name, index]))
    const stemIndexes = new Map<string, number>(stems.map((name, index) => [name, index]))
    for (let index = 0; index < count; index++) {
      const plant = this.plantOf(index)
      const draw = new Draw(this.size.seed, 'device', firstDeviceId + index)
      const leader = plant === 'second-enrolment' ? index - 1 : plant === 'guest' ? this.hostOf(index) : undefined
      const home =
        leader === undefined
          ? plant === 'print-server'
            ? 0
            : pick(draw.fraction('organization'))
          : organization[leader]
      organization[index] = home ?? 0
      const chosen = this.#chooseClass(draw, index, plant)
      nodeClass[index] = classIndexes.get(chosen) ?? 0
      const stemIndex =
        plant === 'second-enrolment' ? (stem[index - 1] ?? 0) : (stemIndexes.get(chooseStem(draw, chosen, plant)) ?? 0)
      stem[index] = stemIndex
      if (plant === 'second-enrolment') ordinal[index] = ordinal[index - 1] ?? 1
      else {
        const place = (home ?? 0) * stems.length + stemIndex
        const next = (given[place] ?? 0) + 1
        given[place] = next
        ordinal[index] = next
      }
      starts[(home ?? 0) + 1] = (starts[(home ?? 0) + 1] ?? 0) + 1
    }
    for (let turn = 0; turn < orgs; turn++) starts[turn + 1] = (starts[turn + 1] ?? 0) + (starts[turn] ?? 0)
    const grouped = new Uint32Array(count)
    const next = starts.slice()
    for (let index = 0; index < count; index++) {
      const home = organization[index] ?? 0
      const place = next[home] ?? 0
      grouped[place] = index
      next[home] = place + 1
    }
    return { organization, nodeClass, stem, ordinal, grouped, starts }
  }

  #chooseClass(draw: Draw, index: number, plant: Plant | undefined): NodeClass {
    const { hostEvery, classes } = profiles[this.size.profile]
    // Every other host is of the other maker.
    const vmware = Math.floor(index / hostEvery) % 2 === 0
    switch (plant) {
      case 'print-server':
      case 'flapping':
        return 'WINDOWS_SERVER'
      case 'first-enrolment':
      case 'second-enrolment':
        return 'WINDOWS_WORKSTATION'
      case 'host':
        return vmware ? 'VMWARE_VM_HOST' : 'HYPERV_VMM_HOST'
      case 'guest':
        return vmware ? 'VMWARE_VM_GUEST' : 'HYPERV_VMM_GUEST'
      case 'pending':
      case undefined:
        return draw.weighted('class', classes)
    }
  }
}

/** Shares of the fleet by weight, found by bisection. */
function createPicker(organizations: readonly SeedOrganization[]) {
  const ends = new Float64Array(organizations.length)
  let total = 0
  for (const [index, { weight }] of organizations.entries()) {
    total += weight
    ends[index] = total
  }
  return (fraction: number) => {
    const wanted = fraction * total
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ends[middle] ?? 0) <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

function chooseStem(draw: Draw, nodeClass: NodeClass, plant: Plant | undefined): Stem {
  if (plant === 'print-server') return 'PRINT'
  if (plant === 'flapping') return 'FILE'
  switch (nodeClass) {
    case 'WINDOWS_SERVER':
      return draw.weighted('server-role', serverRoles)
    case 'LINUX_SERVER':
      return draw.pick('linux-role', ['web', 'db', 'mon', 'git'])
    case 'WINDOWS_WORKSTATION':
      return draw.chance('laptop', 0.55) ? 'LT' : 'WS'
    case 'MAC':
    case 'MAC_SERVER':
      return 'MAC'
    case 'LINUX_WORKSTATION':
      return 'lx'
    case 'VMWARE_VM_HOST':
      return 'esx'
    case 'HYPERV_VMM_HOST':
      return 'hv'
    case 'VMWARE_VM_GUEST':
    case 'HYPERV_VMM_GUEST':
      return 'vm'
    case 'NMS_SWITCH':
      return 'SW'
    case 'NMS_FIREWALL':
      return 'FW'
    case 'NMS_PRINTER':
      return 'PRN'
    case 'NMS_WAP':
      return 'AP'
    case 'NMS_ROUTER':
      return 'RT'
    case 'ANDROID':
    case 'APPLE_IOS':
    case 'APPLE_IPADOS':
      return 'MDM'
    default:
      return 'NET'
  }
}
