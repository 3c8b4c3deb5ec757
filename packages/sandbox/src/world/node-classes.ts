/** The classes a device can have, the role each has unless somebody says otherwise, and what a class can do. */
export const nodeClasses = [
  'WINDOWS_SERVER',
  'WINDOWS_WORKSTATION',
  'LINUX_SERVER',
  'LINUX_WORKSTATION',
  'MAC',
  'VMWARE_VM_HOST',
  'NMS_SWITCH',
  'NMS_FIREWALL',
  'NMS_PRINTER',
  'NMS_WAP',
  'MAC_SERVER',
  'ANDROID',
  'APPLE_IOS',
  'APPLE_IPADOS',
  'VMWARE_VM_GUEST',
  'HYPERV_VMM_HOST',
  'HYPERV_VMM_GUEST',
  'CLOUD_MONITOR_TARGET',
  'NMS_ROUTER',
  'NMS_PRIVATE_NETWORK_GATEWAY',
  'NMS_SCANNER',
  'NMS_DIAL_MANAGER',
  'NMS_IPSLA',
  'NMS_COMPUTER',
  'NMS_VM_HOST',
  'NMS_APPLIANCE',
  'NMS_OTHER',
  'NMS_SERVER',
  'NMS_PHONE',
  'NMS_VIRTUAL_MACHINE',
  'NMS_NETWORK_MANAGEMENT_AGENT',
  'UNMANAGED_DEVICE',
  'MANAGED_DEVICE',
] as const

export type NodeClass = (typeof nodeClasses)[number]

const roleNames: Readonly<Partial<Record<NodeClass, string>>> = {
  WINDOWS_WORKSTATION: 'Windows Desktop',
  LINUX_WORKSTATION: 'Linux Desktop',
  MAC: 'Mac Desktop',
  VMWARE_VM_HOST: 'VMware Host',
  VMWARE_VM_GUEST: 'VMware Guest',
  HYPERV_VMM_HOST: 'Hyper-V Host',
  HYPERV_VMM_GUEST: 'Hyper-V Guest',
  APPLE_IOS: 'Apple iOS',
  APPLE_IPADOS: 'Apple iPadOS',
  NMS_WAP: 'Access Point',
  NMS_IPSLA: 'IPSLA',
  NMS_VM_HOST: 'VM Host (network)',
}

const titleOf = (nodeClass: NodeClass) =>
  roleNames[nodeClass] ??
  nodeClass
    .replace('NMS_', '')
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ')

/** The number NinjaOne's console gives a built-in role; policies hang on roles. */
export const roleOfClass = Object.fromEntries(
  nodeClasses.map((nodeClass, index) => [nodeClass, { id: index + 1, name: titleOf(nodeClass) }]),
) as Readonly<Record<NodeClass, { readonly id: number; readonly name: string }>>

export const policyOfRole = (roleId: number) => 50 + roleId

export const isWindows = (nodeClass: string) => nodeClass.startsWith('WINDOWS_')
export const isMac = (nodeClass: string) => nodeClass.startsWith('MAC')
export const isServer = (nodeClass: string) => nodeClass.endsWith('_SERVER') || nodeClass.endsWith('_HOST')
export const isMobile = (nodeClass: string) => nodeClass === 'ANDROID' || nodeClass.startsWith('APPLE_')
/** Classes whose devices run an agent: they take scripts and reboots, and know their system. */
export const hasAgent = (nodeClass: string) => /^(WINDOWS|LINUX|MAC)(_|$)/.test(nodeClass)
