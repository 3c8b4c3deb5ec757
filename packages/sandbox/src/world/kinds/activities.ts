/**
 * NinjaOne's record of what happened: ids ascend over the whole tenant, oldest first. What happened before the sandbox
 * started is drawn per device and put into order when somebody first looks; then an order is kept, not the activities.
 */

import { hasAgent } from '../node-classes.ts'
import { dayMs, type Origin } from '../origin.ts'
import type { Draw } from '../random.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import type { Source } from '../store/source.ts'
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

/** No device had more than this happen to it before the sandbox started. */
const pastPerDevice = 16
/** How often the flapping alert came and went before the sandbox started. */
const flaps = 24
const flapEveryMs = 2 * 3_600_000

interface Past {
  readonly deviceOf: (id: number) => Device | undefined
  readonly alertOf: (id: number) => Alert | undefined
}

interface Order {
  /** Rank → position in the order of devices. */
  readonly positions: Uint32Array
  /** Where the positions of each device begin. */
  readonly starts: Uint32Array
  /** Ranks, grouped by device. */
  readonly ranks: Uint32Array
}

/** Longer than anything in the past lasts. */
const horizonMs = 400 * dayMs
/** Moments and positions share the 53 bits of a number; moments this close keep the order of their devices. */
const grainMs = 64
const positionLimit = 2 ** 23

export const activityKind = (origin: Origin, past: Past): Kind<Activity, 'deviceId'> => {
  let known: Order | undefined
  const order = () => {
    known ??= findOrder(origin, past)
    return known
  }
  // Counted back from what comes next, so that something can be written down before the past is put into order.
  const firstNewId = 100_001 + origin.size.devices * pastPerDevice + flaps * 2
  const firstId = () => firstNewId - order().positions.length
  const source: Source<Activity> = {
    get count() {
      return order().positions.length
    },
    idAt: (index) => firstId() + index,
    indexAfter: (id) => Math.min(Math.max(Math.floor(id) - firstId() + 1, 0), order().positions.length),
    has: (id) => Number.isInteger(id) && id >= firstId() && id < firstNewId,
    draw: (id) => {
      const { positions, starts } = order()
      const position = positions[id - firstId()]
      if (position === undefined) return undefined
      const index = deviceAt(starts, position)
      const device = past.deviceOf(firstDeviceId + index)
      return device && { id, ...pastOf(origin, past, device, position - (starts[index] ?? 0)) }
    },
  }
  return {
    name: 'activity',
    source,
    firstNewId,
    indexes: {
      deviceId: {
        keyOf: ({ deviceId }) => deviceId,
        seedIds: function* (key) {
          const { starts, ranks } = order()
          const index = Number(key) - firstDeviceId
          for (let turn = starts[index] ?? 0; turn < (starts[index + 1] ?? 0); turn++) {
            yield firstId() + (ranks[turn] ?? 0)
          }
        },
      },
    },
  }
}

function deviceAt(starts: Uint32Array, position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle + 1] ?? 0) <= position) low = middle + 1
    else high = middle
  }
  return low
}

function findOrder(origin: Origin, past: Past): Order {
  const { size, startMs } = origin
  const starts = new Uint32Array(size.devices + 1)
  const keys: number[] = []
  for (let index = 0; index < size.devices; index++) {
    starts[index] = keys.length
    const device = past.deviceOf(firstDeviceId + index)
    if (!device) continue
    // All it asks for is this device, which is at hand.
    const here: Past = { ...past, deviceOf: () => device }
    for (const atMs of momentsOf(origin, here, device)) {
      const sinceHorizonMs = atMs - startMs + horizonMs
      keys.push(Math.floor(sinceHorizonMs / grainMs) * positionLimit + keys.length)
    }
  }
  starts[size.devices] = keys.length
  const positions = Uint32Array.from(Float64Array.from(keys).sort(), (key) => key % positionLimit)
  const rankOf = new Uint32Array(positions.length)
  for (let rank = 0; rank < positions.length; rank++) rankOf[positions[rank] ?? 0] = rank
  for (let index = 0; index < size.devices; index++) rankOf.subarray(starts[index], starts[index + 1]).sort()
  return { positions, starts, ranks: rankOf }
}

const everyday = [
  ['SYSTEM', 'SYSTEM_REBOOTED', 'System Rebooted', 'System rebooted'],
  ['SYSTEM', 'USER_LOGGED_IN', 'User Logged In', 'A user logged in'],
  ['SYSTEM', 'AGENT_UPGRADED', 'Agent Upgraded', 'The agent was upgraded'],
  ['PATCH_MANAGEMENT', 'PATCH_MANAGEMENT_SCAN_COMPLETED', 'Scan Completed', 'Patch scan completed'],
] as const

export const typeTexts: Readonly<Record<string, string>> = {
  ACTION: 'Action',
  CONDITION: 'Condition',
  SYSTEM: 'System',
  PATCH_MANAGEMENT: 'Patch Management',
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
