/** Resetting an alert takes it off the lists and writes a RESET into the same series (ninjaone-api §8). */
import type { SeedAlert } from '../history.ts'
import type { World } from '../world.ts'
import type { Requester } from './command.ts'

export function resetAlert(world: World, nowMs: number, alert: SeedAlert, requester: Requester): void {
  world.alerts.delete(alert.uid)
  world.activities.append(nowMs, {
    deviceId: alert.deviceId,
    activityType: 'CONDITION',
    statusCode: 'RESET',
    status: 'Reset',
    type: 'Condition',
    seriesUid: alert.uid,
    sourceConfigUid: alert.sourceConfigUid,
    sourceName: alert.sourceName,
    subject: `Condition "${alert.conditionName}" reset`,
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message: `Reset: ${alert.message}`,
    data: { message: { code: 'condition_reset', params: { requestedBy: requester.clientId } } },
  })
}
