/** What NinjaOne says about devices, as far as these pages show it. The vendor leaves out what is empty. */

export interface DeviceRow {
  id: number
  organizationId: number
  nodeClass?: string
  offline?: boolean
  displayName?: string
  systemName?: string
  lastContact?: string
  maintenance?: { status?: string }
}

export interface Device extends DeviceRow {
  ipAddresses?: string[]
  publicIP?: string
  lastLoggedInUser?: string
  os?: { name?: string; buildNumber?: string; lastBootTime?: string; needsReboot?: boolean }
  system?: { manufacturer?: string; model?: string; serialNumber?: string }
}

export interface Organization {
  id: number
  name: string
}

export interface WindowsService {
  name: string
  displayName?: string
  startType?: string
  userName?: string
  state: string
}

export interface Activity {
  id: number
  activityTime: string
  activityType: string
  status?: string
  statusCode?: string
  activityResult?: string
  subject?: string
  message?: string
}

export interface Alert {
  uid: string
  message?: string
  createTime: string
  severity?: string
  conditionName?: string
}

export function nameOf(device: DeviceRow): string {
  return device.displayName || device.systemName || `Device ${device.id}`
}

export function isInMaintenance(device: DeviceRow): boolean {
  return device.maintenance?.status === 'IN_MAINTENANCE'
}
