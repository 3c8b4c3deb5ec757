/** A restart: the device goes offline at once and is back after one to four minutes. */
import type { LiveDevice } from '../fleet.ts'
import type { World } from '../world.ts'
import { narrate, type Requester, whenOnline } from './command.ts'

export function reboot(
  world: World,
  nowMs: number,
  device: LiveDevice,
  { mode, reason }: { mode: 'NORMAL' | 'FORCED'; reason?: string | undefined },
  requester: Requester,
): void {
  const draw = world.nextCommand()
  const write = narrate(world, device, requester, {
    activityType: 'SYSTEM',
    seriesUid: draw.uuid(),
    sourceName: 'Reboot',
    subject: `Reboot ${mode}`,
    code: 'system_reboot',
    params: { mode, ...(reason && { reason }) },
  })
  write(nowMs, 'START_REQUESTED', `Reboot (${mode}) of ${device.seed.systemName} requested`)
  whenOnline(device, nowMs, (downMs) => {
    device.offline = true
    device.sinceMs = downMs
    device.boots++
    world.fleet.touch(device)
    world.schedule.plan(downMs + draw.whole('downtime', 60_000, 240_000), (backMs) => {
      device.offline = false
      device.sinceMs = backMs
      // The agent reports some seconds after the system is up.
      device.lastBootMs = backMs - draw.whole('agent-start', 8_000, 20_000)
      device.needsReboot = false
      for (const service of device.services?.values() ?? []) {
        service.state = service.startType.startsWith('AUTO') ? 'RUNNING' : 'STOPPED'
      }
      world.fleet.touch(device)
      write(backMs, 'SYSTEM_REBOOTED', `${device.seed.systemName} restarted`)
      write(backMs, 'COMPLETED', `Reboot (${mode}) of ${device.seed.systemName} completed`, { result: 'SUCCESS' })
      for (const run of device.parked.splice(0)) whenOnline(device, backMs, run)
    })
  })
}
