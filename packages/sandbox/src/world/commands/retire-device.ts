/** What ends with a device: its alerts, what runs on it, and what was still to come. */
import type { World } from '../world.ts'

/** Nothing that was planned for a device may find it gone. */
function forgetWork(world: World, deviceId: number): void {
  for (const { id } of world.alerts.whose('deviceId', deviceId)) world.alerts.delete(id)
  for (const { id } of world.jobs.whose('deviceId', deviceId)) world.jobs.delete(id)
  const planned = world.effects.list({
    test: ({ data }) => {
      const { story, deviceId: named } = data as { story?: { deviceId?: number }; deviceId?: number }
      return (story?.deviceId ?? named) === deviceId
    },
  })
  for (const { id } of planned) world.effects.delete(id)
}

/** The record stays and says so; there is no DELETE of a device (ninjaone-api §5, "decommission"). */
export function decommissionDevice(world: World, nowMs: number, deviceId: number): void {
  forgetWork(world, deviceId)
  const { sinceMs, offline } = world.devices.expect(deviceId)
  world.devices.update(deviceId, {
    approvalStatus: 'DECOMMISSIONED',
    offline: true,
    sinceMs: offline ? sinceMs : nowMs,
    maintenance: undefined,
    parked: undefined,
  })
}

/** What was never approved leaves nothing behind. */
export function rejectDevice(world: World, deviceId: number): void {
  forgetWork(world, deviceId)
  world.devices.delete(deviceId)
}
