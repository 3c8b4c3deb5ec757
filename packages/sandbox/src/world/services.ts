/** Windows services of a device, as they are before anybody touches them. */
import type { SeedDevice } from './devices.ts'
import { isWindows } from './profile.ts'
import { Draw } from './random.ts'

export type ServiceState =
  | 'UNKNOWN'
  | 'STOPPED'
  | 'START_PENDING'
  | 'RUNNING'
  | 'STOP_PENDING'
  | 'PAUSE_PENDING'
  | 'PAUSED'
  | 'CONTINUE_PENDING'

export interface SeedService {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly startType: 'AUTO_START' | 'AUTO_START_DELAYED' | 'DEMAND_START' | 'DISABLED'
  readonly userName: string
  readonly state: ServiceState
}

type Row = readonly [name: string, displayName: string, startType: SeedService['startType'], userName: string]

const everywhere: readonly Row[] = [
  ['Spooler', 'Print Spooler', 'AUTO_START', 'LocalSystem'],
  ['wuauserv', 'Windows Update', 'DEMAND_START', 'LocalSystem'],
  ['BITS', 'Background Intelligent Transfer Service', 'AUTO_START_DELAYED', 'LocalSystem'],
  ['Dnscache', 'DNS Client', 'AUTO_START', 'NT AUTHORITY\\NetworkService'],
  ['EventLog', 'Windows Event Log', 'AUTO_START', 'NT AUTHORITY\\LocalService'],
  ['LanmanServer', 'Server', 'AUTO_START', 'LocalSystem'],
  ['LanmanWorkstation', 'Workstation', 'AUTO_START', 'NT AUTHORITY\\NetworkService'],
  ['mpssvc', 'Windows Defender Firewall', 'AUTO_START', 'NT AUTHORITY\\LocalService'],
  ['RemoteRegistry', 'Remote Registry', 'DISABLED', 'NT AUTHORITY\\LocalService'],
  ['Schedule', 'Task Scheduler', 'AUTO_START', 'LocalSystem'],
  ['TermService', 'Remote Desktop Services', 'DEMAND_START', 'NT AUTHORITY\\NetworkService'],
  ['W32Time', 'Windows Time', 'AUTO_START', 'NT AUTHORITY\\LocalService'],
  ['Winmgmt', 'Windows Management Instrumentation', 'AUTO_START', 'LocalSystem'],
]

/** Services that come with what a server is for, found by the role in its name. */
const byServerRole: Readonly<Record<string, readonly Row[]>> = {
  DC: [
    ['DNS', 'DNS Server', 'AUTO_START', 'LocalSystem'],
    ['Kdc', 'Kerberos Key Distribution Center', 'AUTO_START', 'LocalSystem'],
    ['NTDS', 'Active Directory Domain Services', 'AUTO_START', 'LocalSystem'],
  ],
  SQL: [['MSSQLSERVER', 'SQL Server (MSSQLSERVER)', 'AUTO_START', 'NT Service\\MSSQLSERVER']],
  WEB: [['W3SVC', 'World Wide Web Publishing Service', 'AUTO_START', 'LocalSystem']],
}

/** What every service looks like apart from its state: part of the world, though no seed changes it. */
export const serviceTables: unknown = [everywhere, byServerRole]

export function drawServices(seed: number, device: SeedDevice): readonly SeedService[] {
  if (!isWindows(device.nodeClass)) return []
  const draw = new Draw(seed, 'services', device.id)
  const role = /-([A-Z]+)\d+$/.exec(device.systemName)?.[1] ?? ''
  const isPrintServer = role === 'PRINT'
  return [...everywhere, ...(byServerRole[role] ?? [])]
    .map(([name, displayName, startType, userName]): SeedService => {
      const automatic = startType.startsWith('AUTO')
      const failed = automatic && !isPrintServer && draw.chance(`failed-${name}`, 0.01)
      const runsAnyway = startType === 'DEMAND_START' && draw.chance(`running-${name}`, 0.6)
      return {
        name,
        displayName,
        description: `${displayName} service`,
        startType,
        userName,
        state: (automatic && !failed) || runsAnyway ? 'RUNNING' : 'STOPPED',
      }
    })
    .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
}
