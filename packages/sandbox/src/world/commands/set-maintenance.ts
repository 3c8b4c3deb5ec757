/** Maintenance: what monitoring overlooks for a time. A new one replaces the one before. */
import type { Device, Maintenance } from '../kinds/devices.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { note, type Requester, type Story, tell } from './story.ts'

interface Turn {
  readonly story: Story
  readonly command: number
}

export function setMaintenance(
  world: World,
  nowMs: number,
  device: Device,
  wanted: {
    disabledFeatures: readonly string[]
    startMs: number
    endMs: number
    reasonMessage?: string | undefined
  },
  requester: Requester,
): void {
  const { disabledFeatures, startMs, endMs, reasonMessage } = wanted
  const command = world.nextCommand()
  const maintenance: Maintenance = {
    status: startMs > nowMs ? 'PENDING' : 'IN_MAINTENANCE',
    startMs,
    endMs,
    ...(reasonMessage && { reasonMessage }),
    disabledFeatures,
    command,
  }
  const story: Story = {
    deviceId: device.id,
    requester,
    activityType: 'SYSTEM',
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: 'Maintenance',
    subject: 'Maintenance mode',
    code: 'maintenance_set',
    params: {
      disabledFeatures: disabledFeatures.join(','),
      start: new Date(startMs).toISOString(),
      end: new Date(endMs).toISOString(),
      ...(reasonMessage && { reasonMessage }),
    },
  }
  world.devices.update(device.id, { maintenance })
  tell(world, story, nowMs, 'NODE_UPDATED', `Maintenance mode set until ${new Date(endMs).toISOString()}`)
  if (maintenance.status === 'PENDING') world.plan(startMs, deed('maintenance.begin', begin, { story, command }))
  world.plan(endMs, deed('maintenance.end', end, { story, command }))
}

/** Ends what is in force and takes back what is to come; without any there is nothing to do. */
export function cancelMaintenance(world: World, nowMs: number, device: Device, requester: Requester): void {
  if (!device.maintenance) return
  // Its begin and end are still planned: they find another command in force, or none, and do nothing.
  world.devices.update(device.id, { maintenance: undefined })
  note(world, nowMs, requester, {
    deviceId: device.id,
    statusCode: 'NODE_UPDATED',
    sourceName: 'Maintenance',
    message: 'Maintenance mode cancelled',
    code: 'maintenance_cancelled',
  })
}

/** Undefined when another has replaced it. */
function current(world: World, { story, command }: Turn): Maintenance | undefined {
  const maintenance = world.devices.get(story.deviceId)?.maintenance
  return maintenance?.command === command ? maintenance : undefined
}

const begin: Effect<Turn> = (world, _atMs, turn) => {
  const maintenance = current(world, turn)
  if (!maintenance) return
  world.devices.update(turn.story.deviceId, { maintenance: { ...maintenance, status: 'IN_MAINTENANCE' } })
}

const end: Effect<Turn> = (world, atMs, turn) => {
  if (!current(world, turn)) return
  world.devices.update(turn.story.deviceId, { maintenance: undefined })
  tell(world, turn.story, atMs, 'NODE_UPDATED', 'Maintenance mode ended')
}

export const maintenanceEffects = { 'maintenance.begin': begin, 'maintenance.end': end }
