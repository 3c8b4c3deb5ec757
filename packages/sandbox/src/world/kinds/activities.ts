/**
 * NinjaOne's record of what happened. What happened before the sandbox started is drawn per device when somebody looks;
 * which id each of it has is in `activity-places.ts`.
 */

import { hasAgent } from '../node-classes.ts'
import { dayMs, type Origin } from '../origin.ts'
import type { Draw } from '../random.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import type { Source } from '../store/source.ts'
import { ActivityPlaces } from './activity-places.ts'
import { type Alert, alertIdsOf, conditionUid, describeCondition } from './alerts.ts'
import type { Device } from './devices.ts'

export interface Activity {
  readonly id: number
  readonly atMs: number
  readonly deviceId?: number
  readonly activityType: string
  readonly statusCode: string
  readonly status: string
  readonly type: string
  readonly activityResult?: 'SUCCESS' | 'FAILURE' | 'UNSUPPORTED' | 'UNCOMPLETED'
  readonly seriesUid?: string
  readonly sourceConfigUid?: string
  readonly sourceName?: string
  readonly subject?: string
  readonly userId?: number
  readonly message: string
  readonly severity?: string
  readonly priority?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** How often the flapping alert came and went before the sandbox started. */
const flaps = 24
const flapEveryMs = 2 * 3_600_000

interface Past {
  readonly deviceOf: (id: number) => Device | undefined
  readonly alertOf: (id: number) => Alert | undefined
}

export const activityKind = (origin: Origin, past: Past): Kind<Activity, 'deviceId'> => {
  const places = new ActivityPlaces(origin.size.devices, origin.startMs, flaps * 2, (index) => {
    const device = past.deviceOf(firstDeviceId + index)
    // All it asks for is this device, which is at hand.
    return device ? momentsOf(origin, { ...past, deviceOf: () => device }, device) : []
  })
  const source: Source<Activity> = {
    get count() {
      return places.count
    },
    idAt: (place) => places.firstId + place,
    indexAfter: (id) => Math.min(Math.max(Math.floor(id) - places.firstId + 1, 0), places.count),
    has: (id) => Number.isInteger(id) && places.find(id) !== undefined,
    draw: (id) => {
      const found = places.find(id)
      const device = found && past.deviceOf(firstDeviceId + found.index)
      return device && { id, ...pastOf(origin, past, device, found.turn) }
    },
  }
  return {
    name: 'activity',
    source,
    firstNewId: places.endId,
    indexes: {
      deviceId: {
        keyOf: ({ deviceId }) => deviceId,
        seedIds: (key) => places.idsOf(Number(key) - firstDeviceId),
      },
    },
  }
}

const everyday = [
  ['SYSTEM', 'SYSTEM_REBOOTED', 'System Rebooted', 'System rebooted'],
  ['SYSTEM', 'USER_LOGGED_IN', 'User Logged In', 'A user logged in'],
  ['SYSTEM', 'NODE_IDENTIFICATION_UPDATED', 'Node Identification Updated', 'The agent identified its device again'],
  ['PATCH_MANAGEMENT', 'PATCH_MANAGEMENT_SCAN_COMPLETED', 'Scan Completed', 'Patch scan completed'],
] as const

export const typeTexts: Readonly<Record<string, string>> = {
  ACTION: 'Action',
  CONDITION: 'Condition',
  SYSTEM: 'System',
  PATCH_MANAGEMENT: 'Patch Management',
  SOFTWARE_PATCH_MANAGEMENT: 'Software Patch Management',
  NINJA_BACKUP: 'Ninja Backup',
  NINJA_TICKETING: 'Ninja Ticketing',
}

const isFlapping = ({ skeleton }: Origin, device: Device) => skeleton.plantOf(device.id - firstDeviceId) === 'flapping'

const everydayCount = (origin: Origin, device: Device) =>
  hasAgent(device.nodeClass) ? origin.draw('activities', device.id).whole('count', 1, 6) : 0

const lastSeenMs = (origin: Origin, device: Device) => (device.offline ? device.sinceMs : origin.startMs)

const everydayMs = (origin: Origin, device: Device, draw: Draw, turn: number) =>
  lastSeenMs(origin, device) - 1_000 - Math.floor(draw.fraction(`age-${turn}`) * 30 * dayMs)

/** First those its open alerts began with, then everyday ones, then the comings and goings of the flapping alert. */
function momentsOf(origin: Origin, past: Past, device: Device): number[] {
  const moments = alertIdsOf(origin, past.deviceOf, device.id).map((id) => past.alertOf(id)?.createdMs ?? 0)
  const everydays = everydayCount(origin, device)
  const draw = origin.draw('activities', device.id)
  for (let turn = 0; turn < everydays; turn++) moments.push(everydayMs(origin, device, draw, turn))
  const flapCount = isFlapping(origin, device) ? flaps * 2 : 0
  for (let turn = 0; turn < flapCount; turn++) moments.push(flap(origin, device, turn).atMs)
  return moments
}

function pastOf(origin: Origin, past: Past, device: Device, turn: number): Omit<Activity, 'id'> {
  const alertIds = alertIdsOf(origin, past.deviceOf, device.id)
  const alertId = alertIds[turn]
  const alert = alertId === undefined ? undefined : past.alertOf(alertId)
  if (alert) return triggered(alert)
  const rest = turn - alertIds.length
  const everydays = everydayCount(origin, device)
  if (rest >= everydays) return flap(origin, device, rest - everydays)
  const draw = origin.draw('activities', device.id)
  const [activityType, statusCode, status, message] =
    everyday[draw.whole(`kind-${rest}`, 0, everyday.length - 1)] ?? everyday[0]
  return {
    atMs: everydayMs(origin, device, draw, rest),
    deviceId: device.id,
    activityType,
    statusCode,
    status,
    type: typeTexts[activityType] ?? activityType,
    sourceName: device.systemName,
    subject: status,
    message,
  }
}

/** The `TRIGGERED` activity an alert begins with; the alert's uid is its series. */
export function triggered(alert: Alert): Omit<Activity, 'id'> {
  return {
    atMs: alert.createdMs,
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

function flap(origin: Origin, device: Device, turn: number): Omit<Activity, 'id'> {
  const pair = Math.floor(turn / 2)
  const opens = turn % 2 === 0
  const draw = origin.draw('flap', pair)
  const { sourceName, message, data, conditionName } = describeCondition(origin, 0, device.id, draw.fraction('value'))
  const openedMs = origin.startMs - (flaps - pair) * flapEveryMs
  return {
    atMs: opens ? openedMs : openedMs + draw.whole('lasts', 4, 40) * 60_000,
    deviceId: device.id,
    activityType: 'CONDITION',
    statusCode: opens ? 'TRIGGERED' : 'RESET',
    status: opens ? 'Triggered' : 'Reset',
    type: 'Condition',
    seriesUid: draw.uuid(),
    sourceConfigUid: conditionUid(origin, 0),
    sourceName,
    subject: `Condition "${conditionName}" ${opens ? 'triggered' : 'reset'}`,
    message: opens ? message : `Reset: ${message}`,
    data,
  }
}
