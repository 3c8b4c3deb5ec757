/**
 * The part of a device that lists, filters and search need. What only `GET /v2/device/{id}` shows is in
 * `device-details.ts` and drawn when asked for. All moments are milliseconds relative to the sandbox's
 * start, so that the same seed is the same world on every day.
 */
import type { SeedOrganization } from './organizations.ts'
import { hasAgent, isServer, isWindows, type NodeClass, type Profile, policyOfRole, roleOfClass } from './profile.ts'
import { Draw } from './random.ts'
import { firstNames, friendlyNames, lastNames } from './words.ts'

/** Absent values are present as undefined: every device then has one shape, which the engine likes. */
export interface SeedDevice {
  readonly id: number
  readonly uid: string
  readonly organizationId: number
  readonly locationId: number
  readonly nodeClass: NodeClass
  readonly nodeRoleId: number
  readonly policyId: number
  readonly approvalStatus: 'APPROVED' | 'PENDING'
  readonly systemName: string
  readonly displayName: string | undefined
  readonly dnsName: string | undefined
  readonly netbiosName: string | undefined
  readonly offline: boolean
  readonly createdOffsetMs: number
  /** For offline devices the last sign of life; online ones check in on `checkInPhaseMs`. */
  readonly lastContactOffsetMs: number
  readonly checkInPhaseMs: number
  readonly lastBootOffsetMs: number
  readonly needsReboot: boolean
  readonly ipAddresses: readonly string[]
  readonly macAddresses: readonly string[]
  readonly publicIP: string
  readonly lastLoggedInUser: string | undefined
  readonly tags: readonly string[] | undefined
}

export const firstDeviceId = 1001
export const checkInEveryMs = 120_000
const dayMs = 86_400_000

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

/** Hands out `<CODE>-DC01`, `<CODE>-DC02` … per organization; a device added later takes the next number. */
export class HostNames {
  readonly #next = new Map<string, number>()

  give(stem: string, digits: number): string {
    const next = (this.#next.get(stem) ?? 0) + 1
    this.#next.set(stem, next)
    return `${stem}${String(next).padStart(digits, '0')}`
  }
}

/** Device number `index`, counted from 0. Number 0 is always the first organization's print server. */
export function drawDevice(
  seed: number,
  index: number,
  profile: Profile,
  organizations: readonly SeedOrganization[],
  names: HostNames,
): SeedDevice {
  const id = firstDeviceId + index
  const draw = new Draw(seed, 'device', id)
  const isPrintServer = index === 0
  const organization = isPrintServer ? organizations[0] : pickOrganization(draw, organizations)
  if (!organization) throw new Error('a device needs an organization')
  const nodeClass = isPrintServer ? 'WINDOWS_SERVER' : draw.weighted('class', profile.classes)
  const role = roleOfClass[nodeClass]
  const location = draw.pick('location', organization.locations)
  const systemName = isPrintServer
    ? names.give(`${organization.code}-PRINT`, 2)
    : nameHost(draw, nodeClass, organization.code, names)
  const offline =
    !isPrintServer && draw.chance('offline', isServer(nodeClass) ? profile.offlineServers : profile.offlineWorkstations)
  const stale = offline && draw.chance('stale', profile.staleAmongOffline)
  const silenceMs = offline
    ? Math.round((stale ? 21 + draw.fraction('silence') * 200 : 0.02 + draw.fraction('silence') * 3) * dayMs)
    : 0
  const displayName =
    !isPrintServer && !isServer(nodeClass) && draw.chance('renamed', profile.renamedByPeople)
      ? `${draw.pick('friendly', friendlyNames)} ${draw.whole('friendly-number', 1, 9)}`
      : undefined
  return {
    id,
    uid: draw.uuid(),
    organizationId: organization.id,
    locationId: location.id,
    nodeClass,
    nodeRoleId: role.id,
    policyId: policyOfRole(role.id),
    approvalStatus: !isPrintServer && draw.chance('pending', profile.pendingApproval) ? 'PENDING' : 'APPROVED',
    systemName,
    displayName,
    dnsName: hasAgent(nodeClass) ? `${systemName.toLowerCase()}.${organization.code.toLowerCase()}.example` : undefined,
    // NetBIOS keeps 15 characters; two long names may come out the same, as in life.
    netbiosName: isWindows(nodeClass) ? systemName.slice(0, 15) : undefined,
    offline,
    createdOffsetMs: -Math.round((30 + silenceMs / dayMs + draw.fraction('created') * 1400) * dayMs),
    lastContactOffsetMs: 0 - silenceMs,
    checkInPhaseMs: draw.whole('check-in', 0, checkInEveryMs - 1),
    lastBootOffsetMs: -silenceMs - Math.round((0.2 + draw.fraction('boot') ** 3 * 60) * dayMs),
    needsReboot: isWindows(nodeClass) && draw.chance('needs-reboot', 0.12),
    ipAddresses: [`10.${organization.id % 256}.${location.id % 10}.${draw.whole('address', 10, 250)}`],
    macAddresses: [drawMac(draw)],
    publicIP: organization.publicIP,
    lastLoggedInUser:
      hasAgent(nodeClass) && !isServer(nodeClass) ? drawUser(draw, nodeClass, organization.code) : undefined,
    tags: draw.chance('tagged', 0.08) ? [draw.pick('tag', ['vip', 'loaner', 'kiosk', 'shared'])] : undefined,
  }
}

const totals = new WeakMap<readonly SeedOrganization[], number>()

function pickOrganization(draw: Draw, organizations: readonly SeedOrganization[]): SeedOrganization | undefined {
  const total = totals.get(organizations) ?? organizations.reduce((sum, organization) => sum + organization.weight, 0)
  totals.set(organizations, total)
  let rest = draw.fraction('organization') * total
  for (const organization of organizations) {
    rest -= organization.weight
    if (rest < 0) return organization
  }
  return organizations.at(-1)
}

function nameHost(draw: Draw, nodeClass: NodeClass, code: string, names: HostNames): string {
  switch (nodeClass) {
    case 'WINDOWS_SERVER':
      return names.give(`${code}-${draw.weighted('server-role', serverRoles)}`, 2)
    case 'LINUX_SERVER':
      return names.give(`${code.toLowerCase()}-${draw.pick('linux-role', ['web', 'db', 'mon', 'git'])}`, 2)
    case 'MAC':
      return draw.chance('mac-named-by-user', 0.5)
        ? `${capitalize(draw.pick('first-name', firstNames))}s-MacBook-Pro-${draw.hex('mac-suffix', 3)}`
        : names.give(`${code}-MAC`, 3)
    case 'WINDOWS_WORKSTATION':
      if (draw.chance('default-name', 0.15)) return `DESKTOP-${draw.hex('default-name-code', 7).toUpperCase()}`
      return names.give(`${code}-${draw.chance('laptop', 0.55) ? 'LT' : 'WS'}`, 3)
    case 'LINUX_WORKSTATION':
      return names.give(`${code.toLowerCase()}-lx`, 3)
    case 'VMWARE_VM_HOST':
      return names.give(`${code.toLowerCase()}-esx`, 2)
    case 'NMS_SWITCH':
      return names.give(`${code}-SW`, 2)
    case 'NMS_FIREWALL':
      return names.give(`${code}-FW`, 2)
    case 'NMS_PRINTER':
      return names.give(`${code}-PRN`, 2)
    case 'NMS_WAP':
      return names.give(`${code}-AP`, 2)
  }
}

function drawUser(draw: Draw, nodeClass: NodeClass, code: string): string {
  const user = `${draw.pick('first-name', firstNames)}.${draw.pick('last-name', lastNames)}`
  return isWindows(nodeClass) ? `${code.slice(0, 15)}\\${user}` : user
}

function drawMac(draw: Draw): string {
  const hex = draw.hex('mac', 10).toUpperCase()
  // 02: locally administered, so that no maker's prefix is borrowed.
  return `02:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}`
}

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
