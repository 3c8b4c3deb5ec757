/** Resetting an alert takes it off the lists and writes a RESET into the same series (ninjaone-api §8). */
import type { Alert } from '../kinds/alerts.ts'
import type { World } from '../world.ts'
import type { Requester } from './story.ts'

/** Without a requester the condition has come to its end by itself. `data` is the caller's, kept in the activity. */
export function resetAlert(
  world: World,
  nowMs: number,
  alert: Alert,
  requester?: Requester,
  data: Readonly<Record<string, unknown>> = {},
): void {
  world.alerts.delete(alert.id)
  world.activities.insert({
    atMs: nowMs,
    deviceId: alert.deviceId,
    activityType: 'CONDITION',
    statusCode: 'RESET',
    status: 'Reset',
    type: 'Condition',
    seriesUid: alert.uid,
    sourceConfigUid: alert.sourceConfigUid,
    sourceName: alert.sourceName,
    subject: `Condition "${alert.conditionName}" reset`,
    ...(requester?.userId !== undefined && { userId: requester.userId }),
    message: `Reset: ${alert.message}`,
    data: {
      message: { code: 'condition_reset', params: requester ? { requestedBy: requester.clientId } : {} },
      ...data,
    },
  })
}
