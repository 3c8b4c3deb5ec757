/**
 * Alerts that are open. An alert of the seed has an id made of its device's and a turn, so a device's alerts are found
 * without a list; its uid is drawn from that id, and leads back to it.
 */

import { hasAgent, isWindows } from '../node-classes.ts'
import { dayMs, type Origin } from '../origin.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { sparseSource } from '../store/source.ts'
import type { Device } from './devices.ts'
import { noisyOrganizationId } from './organizations.ts'

export interface Alert {
  readonly id: number
  readonly uid: string
  readonly deviceId: number
  readonly message: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly sourceType: string
  readonly sourceConfigUid: string
  readonly sourceName: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
  readonly severity?: 'NONE' | 'MINOR' | 'MODERATE' | 'MAJOR' | 'CRITICAL'
  readonly priority?: 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH'
  readonly conditionName: string
  readonly conditionHealthStatus: 'NEEDS_ATTENTION' | 'UNHEALTHY'
}

/** Source type, name, text with `{value}`, health, and the range of the value. */
export const conditions = [
  ['CONDITION_AGENT_DISK_FREE_SPACE', 'Disk almost full', 'Free space on C: is {value} %', 'UNHEALTHY', 1, 9],
  ['CONDITION_AGENT_CPU', 'CPU high', 'CPU above {value} % for 10 minutes', 'NEEDS_ATTENTION', 85, 99],
  ['CONDITION_AGENT_MEMORY', 'Memory high', 'Memory above {value} % for 10 minutes', 'NEEDS_ATTENTION', 85, 99],
  ['CONDITION_PENDING_REBOOT', 'Reboot pending', 'Reboot pending for {value} days', 'NEEDS_ATTENTION', 3, 30],
  [
    'CONDITION_WINDOWS_SERVICE_STATE_CHANGED',
    'Service stopped',
    'A watched service stopped {value} times',
    'UNHEALTHY',
    1,
    4,
  ],
] as const

const turnsPerDevice = 8
const offlineTurn = 7

export const conditionUid = (origin: Origin, index: number) => origin.draw('condition', index).uuid()

type DeviceOf = (id: number) => Device | undefined

export function alertIdsOf(origin: Origin, deviceOf: DeviceOf, deviceId: number): number[] {
  const { skeleton, profile, size } = origin
  const index = deviceId - firstDeviceId
  if (index < 0 || index >= size.devices || !hasAgent(skeleton.classOf(index))) return []
  const draw = origin.draw('alerts', deviceId)
  const noisy = skeleton.organizationOf(index).id === noisyOrganizationId(size.orgs) && size.orgs > 1
  const plant = skeleton.plantOf(index)
  // The print server always has one, so that there is something to reset where every demo starts.
  const has =
    index === 0 || plant === 'flapping' || draw.chance('has', profile.alertsPerDevice * (noisy ? profile.noise : 1))
  const server = skeleton.classOf(index).endsWith('_SERVER')
  if (!has && !server) return []
  const device = deviceOf(deviceId)
  if (!device || device.approvalStatus === 'PENDING') return []
  const turns: number[] = []
  if (has) turns.push(0)
  const more = plant === 'flapping' ? 0 : noisy ? draw.whole('storm', 0, 4) : draw.chance('second', 0.15) ? 1 : 0
  if (has) for (let turn = 1; turn <= more; turn++) turns.push(turn)
  if (server && device.offline) turns.push(offlineTurn)
  return turns.map((turn) => deviceId * turnsPerDevice + turn)
}

/** Devices as the seed has them: what happens to one later does not undo the alerts it had. */
export const alertKind = (origin: Origin, deviceOf: DeviceOf): Kind<Alert, 'deviceId' | 'uid'> => ({
  name: 'alert',
  firstNewId: (firstDeviceId + origin.size.devices) * turnsPerDevice,
  source: sparseSource(
    () => {
      const ids: number[] = []
      for (let index = 0; index < origin.size.devices; index++) {
        for (const id of alertIdsOf(origin, deviceOf, firstDeviceId + index)) ids.push(id)
      }
      return Float64Array.from(ids)
    },
    (id) => {
      const device = deviceOf(Math.floor(id / turnsPerDevice))
      if (!device || !alertIdsOf(origin, deviceOf, device.id).includes(id)) return undefined
      return drawAlert(origin, device, id)
    },
  ),
  indexes: {
    deviceId: {
      keyOf: ({ deviceId }) => deviceId,
      seedIds: (key) => alertIdsOf(origin, deviceOf, Number(key)),
    },
    uid: {
      keyOf: ({ uid }) => uid,
      seedIds: (key) => {
        const id = origin.idOfUuid('alert', String(key))
        return id !== undefined && alertIdsOf(origin, deviceOf, Math.floor(id / turnsPerDevice)).includes(id)
          ? [id]
          : []
      },
    },
  },
})

function drawAlert(origin: Origin, device: Device, id: number): Alert {
  const turn = id % turnsPerDevice
  if (turn === offlineTurn) return drawOfflineAlert(origin, device, id)
  const draw = origin.draw('alert', id)
  const flapping = origin.skeleton.plantOf(device.id - firstDeviceId) === 'flapping'
  const index = flapping ? 0 : draw.whole('condition', 0, isWindows(device.nodeClass) ? conditions.length - 1 : 2)
  const lastSeenMs = device.offline ? device.sinceMs : origin.startMs
  const ageMs = flapping ? 8 * 60_000 : draw.whole('age', 600_000, 6 * dayMs)
  return {
    id,
    uid: draw.uuid(),
    ...describeCondition(origin, index, device.id, draw.fraction('value')),
    createdMs: lastSeenMs - ageMs,
    updatedMs: lastSeenMs - ageMs,
    // Real answers often carry neither severity nor priority (ninjaone-api §5, "Alert").
    ...(draw.chance('rated', 0.7) && {
      severity: draw.pick('severity', ['MINOR', 'MODERATE', 'MAJOR', 'CRITICAL']),
      priority: draw.pick('priority', ['LOW', 'MEDIUM', 'HIGH']),
    }),
  }
}

/** All that an alert of this condition says, apart from what tells one from another. */
export function describeCondition(origin: Origin, index: number, deviceId: number, fraction: number) {
  const [sourceType, name, text, health, from, to] = conditions[index] ?? conditions[0]
  const value = String(from + Math.floor(fraction * (to - from + 1)))
  return {
    deviceId,
    message: text.replace('{value}', value),
    sourceType,
    sourceConfigUid: conditionUid(origin, index),
    sourceName: name,
    subject: `Condition "${name}" triggered`,
    data: { message: { code: sourceType.toLowerCase(), params: { value } } },
    conditionName: name,
    conditionHealthStatus: health,
  }
}

function drawOfflineAlert(origin: Origin, device: Device, id: number): Alert {
  const createdMs = Math.min(device.sinceMs + 300_000, origin.startMs - 1_000)
  return {
    id,
    uid: origin.draw('alert', id).uuid(),
    deviceId: device.id,
    message: 'Device has been offline for 5 minutes',
    createdMs,
    updatedMs: createdMs,
    sourceType: 'AGENT_OFFLINE',
    sourceConfigUid: conditionUid(origin, 99),
    sourceName: 'Server offline',
    subject: 'Condition "Server offline" triggered',
    data: { message: { code: 'agent_offline', params: { value: '5' } } },
    severity: 'MAJOR',
    conditionName: 'Server offline',
    conditionHealthStatus: 'UNHEALTHY',
  }
}
