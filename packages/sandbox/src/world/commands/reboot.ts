/** A restart: the device goes offline at once and is back after one to four minutes. */
import type { Device } from '../kinds/devices.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { slownessOf } from './simulation.ts'
import { failsByTag, type Requester, type Story, tell, unpark, whenOnline } from './story.ts'

interface Restart {
  readonly story: Story
  readonly mode: string
  readonly command: number
}

export function reboot(
  world: World,
  nowMs: number,
  device: Device,
  { mode, reason }: { mode: 'NORMAL' | 'FORCED'; reason?: string | undefined },
  requester: Requester,
): void {
  const command = world.nextCommand()
  const story: Story = {
    deviceId: device.id,
    requester,
    activityType: 'SYSTEM',
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: 'Reboot',
    subject: `Reboot ${mode}`,
    code: 'system_reboot',
    params: { mode, ...(reason && { reason }) },
  }
  tell(world, story, nowMs, 'START_REQUESTED', `Reboot (${mode}) of ${device.systemName} requested`)
  whenOnline(world, device.id, nowMs, deed('reboot.down', goDown, { story, mode, command }))
}

export const goDown: Effect<Restart> = (world, atMs, data) => {
  const device = world.devices.expect(data.story.deviceId)
  if (failsByTag(world, device.id, data.command)) {
    const { story, mode } = data
    tell(world, story, atMs, 'COMPLETED', `Reboot (${mode}) of ${device.systemName} failed`, { result: 'FAILURE' })
    return
  }
  world.devices.update(device.id, { offline: true, sinceMs: atMs, boots: device.boots + 1 })
  const downtimeMs = world.drawOfCommand(data.command).whole('downtime', 60_000, 240_000)
  world.plan(atMs + downtimeMs * slownessOf(device.tags), deed('reboot.back', comeBack, data))
}

const comeBack: Effect<Restart> = (world, atMs, { story, mode, command }) => {
  const { id, systemName } = world.devices.update(story.deviceId, {
    offline: false,
    sinceMs: atMs,
    // The agent reports some seconds after the system is up.
    lastBootMs: atMs - world.drawOfCommand(command).whole('agent-start', 8_000, 20_000),
    needsReboot: false,
  })
  const services = world.services.get(id)
  if (services && services.rows.length > 0) {
    world.services.update(id, {
      rows: services.rows.map((service) => ({
        ...service,
        state: service.startType.startsWith('AUTO') ? ('RUNNING' as const) : ('STOPPED' as const),
      })),
    })
  }
  tell(world, story, atMs, 'SYSTEM_REBOOTED', `${systemName} restarted`)
  tell(world, story, atMs, 'COMPLETED', `Reboot (${mode}) of ${systemName} completed`, { result: 'SUCCESS' })
  unpark(world, id, atMs)
}

export const rebootEffects = { 'reboot.down': goDown, 'reboot.back': comeBack }
