/** How a Windows service starts, and as whom. Nothing starts or stops by it. */
import type { Device } from '../kinds/devices.ts'
import type { Service } from '../kinds/inventory/services.ts'
import type { World } from '../world.ts'
import { findService, updateService } from './control-service.ts'
import { deed, type Effect } from './effect.ts'
import { failsByTag, type Requester, type Story, tell, whenOnline } from './story.ts'

export type ServiceConfiguration = Partial<Pick<Service, 'startType' | 'userName'>>

interface Order {
  readonly story: Story
  readonly service: string
  readonly change: ServiceConfiguration
  readonly command: number
}

export function configureService(
  world: World,
  nowMs: number,
  device: Device,
  service: Service,
  change: ServiceConfiguration,
  requester: Requester,
): void {
  const command = world.nextCommand()
  const story: Story = {
    deviceId: device.id,
    requester,
    activityType: 'ACTION',
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: 'Windows Service Configuration',
    subject: `Configure ${service.name}`,
    code: 'windows_service_configure',
    params: { serviceName: service.name, displayName: service.displayName, ...change },
  }
  tell(world, story, nowMs, 'START_REQUESTED', `Configuration of Windows service ${service.name} requested`)
  whenOnline(
    world,
    device.id,
    nowMs,
    deed('service.configure', configure, { story, service: service.name, change, command }),
  )
}

const configure: Effect<Order> = (world, atMs, { story, service, change, command }) => {
  if (!findService(world, story.deviceId, service)) return
  if (failsByTag(world, story.deviceId, command)) {
    tell(world, story, atMs, 'COMPLETED', `Windows service ${service} not configured`, { result: 'FAILURE' })
    return
  }
  updateService(world, story.deviceId, service, change)
  tell(world, story, atMs, 'COMPLETED', `Windows service ${service} configured`, { result: 'SUCCESS' })
}

export const configureEffects = { 'service.configure': configure }
