/**
 * Profiles are the knobs of the generator: what a fleet is made of, and how untidy it is.
 * A profile decides shares; which device gets what is drawn per device.
 */
import { type NodeClass, nodeClasses } from './node-classes.ts'

export interface Profile {
  /** What a fleet of this kind has unless a size is given. */
  readonly organizations: number
  readonly devices: number
  /** Share of each node class. */
  readonly classes: readonly (readonly [NodeClass, number])[]
  /** How many times larger the largest organization is than an average one. */
  readonly organizationSkew: number
  /** Share of the fleet that the first organization has; absent where it is one among others. */
  readonly firstOrganizationShare?: number
  /** Share of workstations switched off, and of those that nobody has seen for weeks. */
  readonly offlineWorkstations: number
  readonly offlineServers: number
  readonly staleAmongOffline: number
  /** Share waiting for approval; hidden from lists unless asked for. */
  readonly pendingApproval: number
  readonly alertsPerDevice: number
  /** How many times as many alerts the one noisy organization has. */
  readonly noise: number
  readonly renamedByPeople: number
  /** Among how many devices one was enrolled twice. */
  readonly duplicateEvery: number
  /** Among how many devices one is a host of virtual machines; its guests follow it. */
  readonly hostEvery: number
  /** Among how many organizations one has no policy, and one a location without devices. */
  readonly untidyOrganizationEvery: number
  /** Share of custom fields that somebody has filled in. */
  readonly filledFields: number
  readonly windows10: number
  readonly ticketsPerDevice: number
}

const common: readonly (readonly [NodeClass, number])[] = [
  ['WINDOWS_WORKSTATION', 62],
  ['WINDOWS_SERVER', 13],
  ['MAC', 9],
  ['LINUX_SERVER', 4],
  ['LINUX_WORKSTATION', 2],
  ['NMS_SWITCH', 3],
  ['NMS_FIREWALL', 2],
  ['NMS_PRINTER', 2],
  ['NMS_WAP', 2],
]
const named = new Set<NodeClass>(common.map(([nodeClass]) => nodeClass))
/** Guests come with their hosts, so that no guest is without one. */
const virtual = /^(VMWARE|HYPERV)_/
const rare = nodeClasses.filter((nodeClass) => !named.has(nodeClass) && !virtual.test(nodeClass))
const classes = [...common, ...rare.map((nodeClass) => [nodeClass, 0.1] as const)]

const typical: Profile = {
  organizations: 24,
  devices: 1800,
  classes,
  organizationSkew: 6,
  offlineWorkstations: 0.18,
  offlineServers: 0.02,
  staleAmongOffline: 0.3,
  pendingApproval: 0.008,
  alertsPerDevice: 0.09,
  noise: 6,
  renamedByPeople: 0.2,
  duplicateEvery: 97,
  hostEvery: 80,
  untidyOrganizationEvery: 8,
  filledFields: 0.5,
  windows10: 0.3,
  ticketsPerDevice: 0.12,
}

export const profiles = {
  'msp-typical': typical,
  'one-big-client': {
    ...typical,
    organizations: 6,
    firstOrganizationShare: 0.85,
    organizationSkew: 2,
    untidyOrganizationEvery: 3,
    offlineWorkstations: 0.12,
    alertsPerDevice: 0.06,
    noise: 2,
    filledFields: 0.7,
  },
  messy: {
    ...typical,
    offlineWorkstations: 0.3,
    offlineServers: 0.06,
    staleAmongOffline: 0.5,
    pendingApproval: 0.04,
    alertsPerDevice: 0.25,
    noise: 10,
    renamedByPeople: 0.35,
    duplicateEvery: 23,
    untidyOrganizationEvery: 3,
    filledFields: 0.25,
    windows10: 0.55,
    ticketsPerDevice: 0.3,
  },
  tiny: {
    ...typical,
    organizations: 2,
    devices: 25,
    duplicateEvery: 11,
    hostEvery: 12,
    untidyOrganizationEvery: 2,
    pendingApproval: 0.08,
    alertsPerDevice: 0.2,
    ticketsPerDevice: 0.4,
  },
} as const satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles
