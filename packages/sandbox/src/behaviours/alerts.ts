import { resetAlert } from '../world/commands/reset-alert.ts'
import { parseDeviceFilter } from '../world/device-filter.ts'
import type { Behaviours } from './behaviour.ts'

export const alerts: Behaviours = {
  'alerts.list': ({ sourceType, df }, { world }) => {
    const test = parseDeviceFilter(df, world.fleet)
    return [...world.alerts.values()]
      .filter((alert) => sourceType === undefined || alert.sourceType === sourceType)
      .filter(({ deviceId }) => {
        const device = world.fleet.find(deviceId)
        return device !== undefined && test(device)
      })
      .map((alert) => world.toWireAlert(alert))
  },

  'alerts.reset': ({ uid }, { world, nowMs, requester, refuse }) => {
    const alert = world.alerts.get(uid.toLowerCase())
    if (!alert) throw refuse(404, 'alert_not_found', `Alert ${uid} not found`)
    resetAlert(world, nowMs, alert, requester)
  },
}
