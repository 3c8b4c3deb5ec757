/**
 * Profiles are the knobs of the generator: what a fleet is made of, and how untidy it is.
 * A profile decides shares; which device gets what is drawn per device.
 */
export interface Profile {
  /** Share of each node class. */
  readonly classes: readonly (readonly [NodeClass, number])[]
  /** How many times larger the largest organization is than an average one. */
  readonly organizationSkew: number
  /** Share of workstations switched off, and of those that nobody has seen for weeks. */
  readonly offlineWorkstations: number
  readonly offlineServers: number
  readonly staleAmongOffline: number
  /** Share waiting for approval; hidden from lists unless asked for. */
  readonly pendingApproval: number
  readonly alertsPerDevice: number
  readonly renamedByPeople: number
}

export type NodeClass =
  | 'WINDOWS_SERVER'
  | 'WINDOWS_WORKSTATION'
  | 'LINUX_SERVER'
  | 'LINUX_WORKSTATION'
  | 'MAC'
  | 'VMWARE_VM_HOST'
  | 'NMS_SWITCH'
  | 'NMS_FIREWALL'
  | 'NMS_PRINTER'
  | 'NMS_WAP'

export const profiles = {
  'msp-typical': {
    classes: [
      ['WINDOWS_WORKSTATION', 62],
      ['WINDOWS_SERVER', 13],
      ['MAC', 9],
      ['LINUX_SERVER', 4],
      ['LINUX_WORKSTATION', 2],
      ['VMWARE_VM_HOST', 1],
      ['NMS_SWITCH', 3],
      ['NMS_FIREWALL', 2],
      ['NMS_PRINTER', 2],
      ['NMS_WAP', 2],
    ],
    organizationSkew: 6,
    offlineWorkstations: 0.18,
    offlineServers: 0.02,
    staleAmongOffline: 0.3,
    pendingApproval: 0.008,
    alertsPerDevice: 0.09,
    renamedByPeople: 0.2,
  },
} as const satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles

/** The number NinjaOne's console gives a built-in role; policies hang on roles. */
export const roleOfClass: Readonly<Record<NodeClass, { id: number; name: string }>> = {
  WINDOWS_SERVER: { id: 1, name: 'Windows Server' },
  WINDOWS_WORKSTATION: { id: 2, name: 'Windows Desktop' },
  LINUX_SERVER: { id: 3, name: 'Linux Server' },
  LINUX_WORKSTATION: { id: 4, name: 'Linux Desktop' },
  MAC: { id: 5, name: 'Mac Desktop' },
  VMWARE_VM_HOST: { id: 6, name: 'VMware Host' },
  NMS_SWITCH: { id: 7, name: 'Switch' },
  NMS_FIREWALL: { id: 8, name: 'Firewall' },
  NMS_PRINTER: { id: 9, name: 'Printer' },
  NMS_WAP: { id: 10, name: 'Access Point' },
}

export const policyOfRole = (roleId: number) => 50 + roleId

export const isWindows = (nodeClass: string) => nodeClass.startsWith('WINDOWS_')
export const isServer = (nodeClass: string) => nodeClass.endsWith('_SERVER') || nodeClass === 'VMWARE_VM_HOST'
/** Classes whose devices run an agent: they take scripts and reboots, and know their system. */
export const hasAgent = (nodeClass: string) => !nodeClass.startsWith('NMS_') && nodeClass !== 'VMWARE_VM_HOST'
