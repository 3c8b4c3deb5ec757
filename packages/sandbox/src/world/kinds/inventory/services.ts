/** Windows services of a device. */
import { isWindows } from '../../node-classes.ts'
import type { Origin } from '../../origin.ts'
import type { Draw } from '../../random.ts'
import type { Deed } from '../devices.ts'
import { type Machine, partKind } from './part.ts'

export type ServiceState =
  | 'UNKNOWN'
  | 'STOPPED'
  | 'START_PENDING'
  | 'RUNNING'
  | 'STOP_PENDING'
  | 'PAUSE_PENDING'
  | 'PAUSED'
  | 'CONTINUE_PENDING'

export interface Service {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly startType: 'AUTO_START' | 'AUTO_START_DELAYED' | 'BOOT_START' | 'DEMAND_START' | 'DISABLED' | 'SYSTEM_START'
  readonly userName: string
  readonly state: ServiceState
  /** Present while it does something; then the commands that wait, because a service does one thing at a time. */
  readonly queue?: readonly Deed[]
}

type Row = readonly [name: string, displayName: string, startType: Service['startType'], userName: string]

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

export const serviceKind = (origin: Origin) => partKind(origin, 'services', drawServices)

function drawServices(machine: Machine, draw: Draw): readonly Service[] {
  if (!isWindows(machine.nodeClass)) return []
  return tableOf(machine.stem).map(([name, displayName, startType, userName]): Service => {
    const automatic = startType.startsWith('AUTO')
    const failed = automatic && machine.stem !== 'PRINT' && draw.chance(`failed-${name}`, 0.01)
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
}

const sorted = new Map<string, readonly Row[]>()

function tableOf(stem: string): readonly Row[] {
  const known = sorted.get(stem)
  if (known) return known
  const rows = [...everywhere, ...(byServerRole[stem] ?? [])].sort(([one], [other]) =>
    one.toLowerCase() < other.toLowerCase() ? -1 : 1,
  )
  sorted.set(stem, rows)
  return rows
}
