/** Alerts that open and close by themselves. */
import { resetAlert } from '../commands/reset-alert.ts'
import { triggered } from '../kinds/activities.ts'
import { describeCondition } from '../kinds/alerts.ts'
import type { Draw } from '../random.ts'
import type { World } from '../world.ts'

/** Opens the alert and writes the activity its series begins with. */
export function openAlert(world: World, atMs: number, deviceId: number, condition: number, draw: Draw): void {
  const alert = world.alerts.insert({
    uid: draw.uuid(),
    ...describeCondition(world.origin, condition, deviceId, draw.fraction('value')),
    createdMs: atMs,
    updatedMs: atMs,
    severity: draw.pick('severity', ['MINOR', 'MODERATE', 'MAJOR']),
    priority: draw.pick('priority', ['LOW', 'MEDIUM', 'HIGH']),
  })
  world.activities.insert(triggered(alert))
}

/** The disk that is full, then is not: closes the alert when it is open, else opens it. */
export function flap(world: World, atMs: number, deviceId: number): void {
  const open = world.alerts
    .whose('deviceId', deviceId)
    .find(({ sourceType }) => sourceType === 'CONDITION_AGENT_DISK_FREE_SPACE')
  if (open) resetAlert(world, atMs, open)
  else if (world.devices.has(deviceId)) openAlert(world, atMs, deviceId, 0, world.drawOfCommand(world.nextCommand()))
}
