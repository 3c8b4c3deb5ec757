/** START, STOP, PAUSE and RESTART of a Windows service: pending states first, the end within three seconds. */
import type { Device } from '../kinds/devices.ts'
import type { Service, ServiceState } from '../kinds/inventory/services.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { slownessOf } from './simulation.ts'
import { failsByTag, type Requester, type Result, type Story, tell, whenOnline } from './story.ts'

export type ServiceAction = 'START' | 'PAUSE' | 'STOP' | 'RESTART'

/** A state and the share of the command's time at which it begins. */
type Step = readonly [share: number, state: ServiceState]

const begins: readonly Step[] = [
  [0, 'START_PENDING'],
  [1, 'RUNNING'],
]
const resumes: readonly Step[] = [
  [0, 'CONTINUE_PENDING'],
  [1, 'RUNNING'],
]
const ends: readonly Step[] = [
  [0, 'STOP_PENDING'],
  [1, 'STOPPED'],
]
const holds: readonly Step[] = [
  [0, 'PAUSE_PENDING'],
  [1, 'PAUSED'],
]
const beginsAgain: readonly Step[] = [
  [0, 'STOP_PENDING'],
  [0.5, 'START_PENDING'],
  [1, 'RUNNING'],
]

/** Empty when there is nothing to do: starting a started service is accepted and changes nothing. */
function planSteps(state: ServiceState, action: ServiceAction): readonly Step[] {
  const stopped = state === 'STOPPED'
  const paused = state === 'PAUSED'
  switch (action) {
    case 'START':
      return stopped ? begins : paused ? resumes : []
    case 'STOP':
      return stopped ? [] : ends
    case 'PAUSE':
      return stopped || paused ? [] : holds
    case 'RESTART':
      return stopped ? begins : beginsAgain
  }
}

interface Order {
  readonly story: Story
  readonly service: string
  readonly action: ServiceAction
  readonly command: number
}

interface Begun extends Order {
  readonly boots: number
}

export function controlService(
  world: World,
  nowMs: number,
  device: Device,
  service: Service,
  action: ServiceAction,
  requester: Requester,
): void {
  const command = world.nextCommand()
  const story: Story = {
    deviceId: device.id,
    requester,
    activityType: 'ACTION',
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: 'Windows Service Control',
    subject: `${action} ${service.name}`,
    code: 'windows_service_control',
    params: { serviceName: service.name, displayName: service.displayName, action },
  }
  tell(world, story, nowMs, 'START_REQUESTED', `${titleOf(story)}: ${action} requested`)
  whenOnline(
    world,
    device.id,
    nowMs,
    deed('service.attempt', attempt, { story, service: service.name, action, command }),
  )
}

const titleOf = ({ params }: Story) => `Windows service ${params.serviceName} (${params.displayName})`

/** Services by name: Windows does not tell `spooler` from `Spooler`. */
export function findService(world: World, deviceId: number, name: string): Service | undefined {
  const wanted = name.toLowerCase()
  return world.services.get(deviceId)?.rows.find((row) => row.name.toLowerCase() === wanted)
}

/** Undefined in a change takes the field away. */
export function updateService(
  world: World,
  deviceId: number,
  name: string,
  change: { readonly [Field in keyof Service]?: Service[Field] | undefined },
): void {
  const { rows } = world.services.expect(deviceId)
  world.services.update(deviceId, {
    rows: rows.map((row) => {
      if (row.name !== name) return row
      const changed = Object.entries({ ...row, ...change }).filter(([, value]) => value !== undefined)
      return Object.fromEntries(changed) as unknown as Service
    }),
  })
}

const attempt: Effect<Order> = (world, atMs, order) => {
  const { story, service: name, action, command } = order
  const { deviceId } = story
  const service = findService(world, deviceId, name)
  if (!service) return
  if (service.queue) {
    updateService(world, deviceId, name, { queue: [...service.queue, deed('service.attempt', attempt, order)] })
    return
  }
  const starts = action === 'START' || action === 'RESTART'
  if (starts && service.startType === 'DISABLED' && service.state === 'STOPPED') {
    finish(world, atMs, order, 'FAILURE', 'failed, the service is disabled')
    return
  }
  if (failsByTag(world, deviceId, command)) {
    finish(world, atMs, order, 'FAILURE', 'failed')
    return
  }
  const { boots, tags } = world.devices.expect(deviceId)
  const durationMs = world.drawOfCommand(command).whole('duration', 2_000, 2_900) * slownessOf(tags)
  updateService(world, deviceId, name, { queue: [] })
  for (const [share, state] of planSteps(service.state, action)) {
    const data = { ...order, boots, state }
    if (share === 0) enter(world, atMs, data)
    else world.plan(atMs + Math.round(share * durationMs), deed('service.enter', enter, data))
  }
  world.plan(atMs + durationMs, deed('service.end', end, { ...order, boots }))
}

const enter: Effect<Begun & { readonly state: ServiceState }> = (world, _atMs, { story, service, boots, state }) => {
  if (world.devices.get(story.deviceId)?.boots === boots) updateService(world, story.deviceId, service, { state })
}

const end: Effect<Begun> = (world, atMs, begun) => {
  if (world.devices.get(begun.story.deviceId)?.boots === begun.boots) finish(world, atMs, begun, 'SUCCESS', 'completed')
  else finish(world, atMs, begun, 'UNCOMPLETED', 'not completed, the device restarted')
}

function finish(world: World, atMs: number, { story, service, action }: Order, result: Result, message: string): void {
  tell(world, story, atMs, 'COMPLETED', `${titleOf(story)}: ${action} ${message}`, { result })
  const waiting = findService(world, story.deviceId, service)?.queue ?? []
  updateService(world, story.deviceId, service, { queue: undefined })
  // The first begins; the others find it busy and wait on.
  for (const next of waiting) whenOnline(world, story.deviceId, atMs, next)
}

export const serviceEffects = { 'service.attempt': attempt, 'service.enter': enter, 'service.end': end }
