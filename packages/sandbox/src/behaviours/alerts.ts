import { resetAlert } from '../world/commands/reset-alert.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import type { Alert } from '../world/kinds/alerts.ts'
import type { Behaviours, Scene } from './behaviour.ts'

export const oldestFirst = (alerts: readonly Alert[]) =>
  alerts.toSorted((one, other) => one.createdMs - other.createdMs || one.id - other.id)

export function toWireAlert({ id: _id, createdMs, updatedMs, data, ...rest }: Alert) {
  return { ...rest, createTime: createdMs / 1000, updateTime: updatedMs / 1000, data: { ...data } }
}

function findAlert(uid: string, { world, refuse }: Scene): Alert {
  const [alert] = world.alerts.whose('uid', uid.toLowerCase())
  if (!alert) throw refuse(404, 'alert_not_found', `Alert ${uid} not found`)
  return alert
}

export const alerts: Behaviours = {
  'alerts.list': ({ sourceType, df }, { world }) => {
    const test = parseDeviceFilter(df, factsOf(world))
    const found = world.alerts.list({
      test: (alert) => {
        if (sourceType !== undefined && alert.sourceType !== sourceType) return false
        const device = world.devices.get(alert.deviceId)
        return device !== undefined && test(device)
      },
    })
    return oldestFirst(found).map(toWireAlert)
  },

  'alerts.reset': ({ uid }, scene) => {
    resetAlert(scene.world, scene.nowMs, findAlert(uid, scene), scene.requester)
  },

  'alerts.resetWithData': ({ uid, data }, scene) => {
    resetAlert(scene.world, scene.nowMs, findAlert(uid, scene), scene.requester, data)
  },
}
