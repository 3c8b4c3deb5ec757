/**
 * What happened before the sandbox started: alerts that are still open, and activities. Activities carry no
 * id here; ids are given once all are sorted by time, because NinjaOne counts them over the whole tenant.
 */
import type { SeedDevice } from './devices.ts'
import { hasAgent, isWindows, type Profile } from './profile.ts'
import { Draw } from './random.ts'

export interface SeedAlert {
  readonly uid: string
  readonly deviceId: number
  readonly message: string
  readonly createdOffsetMs: number
  readonly sourceType: string
  readonly sourceConfigUid: string
  readonly sourceName: string
  readonly subject: string
  readonly data: { readonly message: { readonly code: string; readonly params: Readonly<Record<string, string>> } }
  readonly severity?: 'MINOR' | 'MODERATE' | 'MAJOR' | 'CRITICAL'
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH'
  readonly conditionName: string
  readonly conditionHealthStatus: 'NEEDS_ATTENTION' | 'UNHEALTHY'
}

export interface SeedActivity {
  readonly offsetMs: number
  readonly deviceId: number
  readonly activityType: string
  readonly statusCode: string
  readonly status: string
  readonly type: string
  readonly seriesUid?: string
  readonly sourceConfigUid?: string
  readonly sourceName?: string
  readonly subject?: string
  readonly message: string
  readonly severity?: string
  readonly priority?: string
  readonly data?: Readonly<Record<string, unknown>>
}

const conditions = [
  ['CONDITION_AGENT_DISK_FREE_SPACE', 'Disk almost full', 'Free space on C: is {value} %', 'UNHEALTHY'],
  ['CONDITION_AGENT_CPU', 'CPU high', 'CPU above {value} % for 10 minutes', 'NEEDS_ATTENTION'],
  ['CONDITION_AGENT_MEMORY', 'Memory high', 'Memory above {value} % for 10 minutes', 'NEEDS_ATTENTION'],
  ['CONDITION_PENDING_REBOOT', 'Reboot pending', 'Reboot pending for {value} days', 'NEEDS_ATTENTION'],
  [
    'CONDITION_WINDOWS_SERVICE_STATE_CHANGED',
    'Service stopped',
    'A watched service stopped {value} times',
    'UNHEALTHY',
  ],
] as const

const dayMs = 86_400_000

export function drawAlerts(seed: number, device: SeedDevice, profile: Profile): readonly SeedAlert[] {
  if (!hasAgent(device.nodeClass) || device.approvalStatus === 'PENDING') return []
  const draw = new Draw(seed, 'alerts', device.id)
  // The print server always has one, so that there is something to reset where every demo starts.
  const has = device.id === 1001 || draw.chance('has', profile.alertsPerDevice)
  const alerts: SeedAlert[] = []
  if (has) alerts.push(drawConditionAlert(seed, device, 0))
  if (has && draw.chance('second', 0.15)) alerts.push(drawConditionAlert(seed, device, 1))
  if (device.offline && device.nodeClass.endsWith('SERVER')) alerts.push(drawOfflineAlert(seed, device))
  return alerts
}

function drawConditionAlert(seed: number, device: SeedDevice, turn: number): SeedAlert {
  const draw = new Draw(seed, 'alert', device.id * 8 + turn)
  const available = isWindows(device.nodeClass) ? conditions.length : 3
  const index = draw.whole('condition', 0, available - 1)
  const [sourceType, name, text, health] = conditions[index] ?? conditions[0]
  const value = String(index === 0 ? draw.whole('value', 1, 9) : draw.whole('value', 3, 12) * (index < 3 ? 8 : 1))
  return {
    uid: draw.uuid(),
    deviceId: device.id,
    message: text.replace('{value}', value),
    createdOffsetMs: device.lastContactOffsetMs - draw.whole('age', 600_000, 6 * dayMs),
    sourceType,
    sourceConfigUid: new Draw(seed, 'condition', index).uuid(),
    sourceName: name,
    subject: `Condition "${name}" triggered`,
    data: { message: { code: sourceType.toLowerCase(), params: { value } } },
    // Real answers often carry neither severity nor priority (ninjaone-api §5, "Alert").
    ...(draw.chance('rated', 0.7) && {
      severity: draw.pick('severity', ['MINOR', 'MODERATE', 'MAJOR', 'CRITICAL']),
      priority: draw.pick('priority', ['LOW', 'MEDIUM', 'HIGH']),
    }),
    conditionName: name,
    conditionHealthStatus: health,
  }
}

function drawOfflineAlert(seed: number, device: SeedDevice): SeedAlert {
  const draw = new Draw(seed, 'alert', device.id * 8 + 7)
  return {
    uid: draw.uuid(),
    deviceId: device.id,
    message: 'Device has been offline for 5 minutes',
    createdOffsetMs: Math.min(device.lastContactOffsetMs + 300_000, -1_000),
    sourceType: 'AGENT_OFFLINE',
    sourceConfigUid: new Draw(seed, 'condition', 99).uuid(),
    sourceName: 'Server offline',
    subject: 'Condition "Server offline" triggered',
    data: { message: { code: 'agent_offline', params: { value: '5' } } },
    severity: 'MAJOR',
    conditionName: 'Server offline',
    conditionHealthStatus: 'UNHEALTHY',
  }
}

/** The `TRIGGERED` activity an alert came from; the alert's uid is its series. */
export function activityOfAlert(alert: SeedAlert): SeedActivity {
  return {
    offsetMs: alert.createdOffsetMs,
    deviceId: alert.deviceId,
    activityType: 'CONDITION',
    statusCode: 'TRIGGERED',
    status: 'Triggered',
    type: 'Condition',
    seriesUid: alert.uid,
    sourceConfigUid: alert.sourceConfigUid,
    sourceName: alert.sourceName,
    subject: alert.subject,
    message: alert.message,
    ...(alert.severity && { severity: alert.severity }),
    ...(alert.priority && { priority: alert.priority }),
    data: alert.data,
  }
}

const everyday = [
  ['SYSTEM', 'SYSTEM_REBOOTED', 'System Rebooted', 'System rebooted'],
  ['SYSTEM', 'USER_LOGGED_IN', 'User Logged In', 'A user logged in'],
  ['SYSTEM', 'AGENT_UPGRADED', 'Agent Upgraded', 'The agent was upgraded'],
  ['PATCH_MANAGEMENT', 'PATCH_MANAGEMENT_SCAN_COMPLETED', 'Scan Completed', 'Patch scan completed'],
] as const

const typeTexts: Readonly<Record<string, string>> = { SYSTEM: 'System', PATCH_MANAGEMENT: 'Patch Management' }

/** A few everyday activities of one device, spread over its last month of contact. */
export function drawActivities(seed: number, device: SeedDevice): readonly SeedActivity[] {
  if (!hasAgent(device.nodeClass)) return []
  const draw = new Draw(seed, 'activities', device.id)
  return Array.from({ length: draw.whole('count', 1, 6) }, (_, turn): SeedActivity => {
    const [activityType, statusCode, status, message] =
      everyday[draw.whole(`kind-${turn}`, 0, everyday.length - 1)] ?? everyday[0]
    return {
      offsetMs: device.lastContactOffsetMs - 1_000 - Math.floor(draw.fraction(`age-${turn}`) * 30 * dayMs),
      deviceId: device.id,
      activityType,
      statusCode,
      status,
      type: typeTexts[activityType] ?? activityType,
      sourceName: device.systemName,
      subject: status,
      message,
    }
  })
}
