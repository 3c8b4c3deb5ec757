/**
 * The words of the vendor's device filter `df` (ninjaone-api §7), and what a filter is once it has been read.
 * Where the vendor has several spellings, the first is the one that we write; all of them are read.
 */

/** Keys whose values are ids. `loc` is written because there is doubt that `location` works everywhere. */
export const idKeys = ['organization', 'location', 'role', 'id'] as const
export type IdKey = (typeof idKeys)[number]

/** Spellings of each key that takes an operator. */
export const keySpellings = {
  organization: ['org', 'organization'],
  location: ['loc', 'location'],
  role: ['role'],
  id: ['id'],
  class: ['class'],
  status: ['status'],
  created: ['created'],
} as const
export type FilterKey = keyof typeof keySpellings

/** What an operator does, whatever it is called. */
export const operatorSpellings = {
  is: ['=', 'eq'],
  isNot: ['!=', 'neq', '<>'],
  in: ['in'],
  notIn: ['nin', 'notin', '!in'],
  before: ['before', '<', 'lt'],
  after: ['after', '>', 'gt'],
} as const
export type Operator = keyof typeof operatorSpellings

export const operatorsOfKey: Readonly<Record<FilterKey, readonly Operator[]>> = {
  organization: ['is', 'isNot', 'in', 'notIn'],
  location: ['is', 'isNot', 'in', 'notIn'],
  role: ['is', 'isNot', 'in', 'notIn'],
  id: ['is', 'isNot', 'in', 'notIn'],
  class: ['is', 'isNot', 'in', 'notIn'],
  status: ['is', 'isNot'],
  created: ['is', 'before', 'after'],
}

export const statuses = ['PENDING', 'APPROVED'] as const
export type DeviceStatus = (typeof statuses)[number]

/**
 * Classes that the vendor's spec names. Closed, unlike `NodeClass` of answers: a class that the vendor does not know
 * would make it drop the term and answer with every device.
 */
export const deviceClasses = [
  'WINDOWS_SERVER',
  'WINDOWS_WORKSTATION',
  'LINUX_SERVER',
  'LINUX_WORKSTATION',
  'MAC',
  'MAC_SERVER',
  'ANDROID',
  'APPLE_IOS',
  'APPLE_IPADOS',
  'VMWARE_VM_HOST',
  'VMWARE_VM_GUEST',
  'HYPERV_VMM_HOST',
  'HYPERV_VMM_GUEST',
  'CLOUD_MONITOR_TARGET',
  'NMS_SWITCH',
  'NMS_ROUTER',
  'NMS_FIREWALL',
  'NMS_PRIVATE_NETWORK_GATEWAY',
  'NMS_PRINTER',
  'NMS_SCANNER',
  'NMS_DIAL_MANAGER',
  'NMS_WAP',
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
export type DeviceClass = (typeof deviceClasses)[number]

type NonEmpty<Value> = readonly [Value, ...Value[]]

/**
 * One term. `=` and `in` with one value mean the same, so both are read as `in`; `!=` likewise as `notIn`.
 * A date stays as it was written: a day (2024-01-01, 20240101) or a moment in UTC.
 */
export type DeviceFilterTerm =
  | { readonly key: IdKey; readonly operator: 'in' | 'notIn'; readonly values: NonEmpty<number> }
  | { readonly key: 'class'; readonly operator: 'in' | 'notIn'; readonly values: NonEmpty<DeviceClass> }
  | { readonly key: 'status'; readonly operator: 'is' | 'isNot'; readonly value: DeviceStatus }
  | { readonly key: 'created'; readonly operator: 'is' | 'before' | 'after'; readonly value: string }
  | { readonly key: 'online' }
  | { readonly key: 'offline' }
  /** A saved search of the vendor's. */
  | { readonly key: 'group'; readonly id: number }

/** One thing wrong with a filter. */
export interface DeviceFilterIssue {
  /** Where it begins in the text, counted from 0. */
  readonly position: number
  /** What stands there; empty at the end of the text. It is the caller's own text, so it may be anything. */
  readonly offending: string
  readonly rule: string
  readonly cure: string
}
