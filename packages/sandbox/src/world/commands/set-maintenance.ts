/** Maintenance: what monitoring overlooks for a time. A new one replaces the one before. */
import type { LiveDevice } from '../fleet.ts'
import type { World } from '../world.ts'
import { narrate, type Requester } from './command.ts'

export function setMaintenance(
  world: World,
  nowMs: number,
  device: LiveDevice,
  wanted: {
    disabledFeatures: readonly string[]
    startMs: number
    endMs: number
    reasonMessage?: string | undefined
  },
  requester: Requester,
): void {
  const { disabledFeatures, startMs, endMs, reasonMessage } = wanted
  const maintenance = {
    status: (startMs > nowMs ? 'PENDING' : 'IN_MAINTENANCE') as 'PENDING' | 'IN_MAINTENANCE',
    startMs,
    endMs,
    ...(reasonMessage && { reasonMessage }),
  }
  const write = narrate(world, device, requester, {
    activityType: 'SYSTEM',
    seriesUid: world.nextCommand().uuid(),
    sourceName: 'Maintenance',
    subject: 'Maintenance mode',
    code: 'maintenance_set',
    params: {
      disabledFeatures: disabledFeatures.join(','),
      start: new Date(startMs).toISOString(),
      end: new Date(endMs).toISOString(),
      ...(reasonMessage && { reasonMessage }),
    },
  })
  device.maintenance = maintenance
  world.fleet.touch(device)
  write(nowMs, 'NODE_UPDATED', `Maintenance mode set until ${new Date(endMs).toISOString()}`)
  const isStillThisOne = () => device.maintenance === maintenance
  if (maintenance.status === 'PENDING') {
    world.schedule.plan(startMs, () => {
      if (!isStillThisOne()) return
      maintenance.status = 'IN_MAINTENANCE'
      world.fleet.touch(device)
    })
  }
  world.schedule.plan(endMs, (atMs) => {
    if (!isStillThisOne()) return
    device.maintenance = undefined
    world.fleet.touch(device)
    write(atMs, 'NODE_UPDATED', 'Maintenance mode ended')
  })
}
