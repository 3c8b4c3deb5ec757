/** START, STOP, PAUSE and RESTART of a Windows service: pending states first, the end within three seconds. */
import type { LiveDevice, LiveService } from '../fleet.ts'
import type { ServiceState } from '../services.ts'
import type { World } from '../world.ts'
import { narrate, type Requester, type Result, whenOnline } from './command.ts'

export type ServiceAction = 'START' | 'PAUSE' | 'STOP' | 'RESTART'

/** A state and the share of the command's time at which it begins. */
type Step = readonly [share: number, state: ServiceState]

/** Empty when there is nothing to do: starting a started service is accepted and changes nothing. */
function planSteps(state: ServiceState, action: ServiceAction): readonly Step[] {
  const stopped = state === 'STOPPED'
  const paused = state === 'PAUSED'
  const begin: readonly Step[] = [
    [0, 'START_PENDING'],
    [1, 'RUNNING'],
  ]
  const resume: readonly Step[] = [
    [0, 'CONTINUE_PENDING'],
    [1, 'RUNNING'],
  ]
  const end: readonly Step[] = [
    [0, 'STOP_PENDING'],
    [1, 'STOPPED'],
  ]
  const hold: readonly Step[] = [
    [0, 'PAUSE_PENDING'],
    [1, 'PAUSED'],
  ]
  const again: readonly Step[] = [
    [0, 'STOP_PENDING'],
    [0.5, 'START_PENDING'],
    [1, 'RUNNING'],
  ]
  switch (action) {
    case 'START':
      return stopped ? begin : paused ? resume : []
    case 'STOP':
      return stopped ? [] : end
    case 'PAUSE':
      return stopped || paused ? [] : hold
    case 'RESTART':
      return stopped ? begin : again
  }
}

export function controlService(
  world: World,
  nowMs: number,
  device: LiveDevice,
  service: LiveService,
  action: ServiceAction,
  requester: Requester,
): void {
  const draw = world.nextCommand()
  const write = narrate(world, device, requester, {
    activityType: 'ACTION',
    seriesUid: draw.uuid(),
    sourceName: 'Windows Service Control',
    subject: `${action} ${service.name}`,
    code: 'windows_service_control',
    params: { serviceName: service.name, displayName: service.displayName, action },
  })
  const named = `Windows service ${service.name} (${service.displayName})`
  write(nowMs, 'START_REQUESTED', `${named}: ${action} requested`)

  const finish = (atMs: number, result: Result, message: string) => {
    write(atMs, 'COMPLETED', `${named}: ${action} ${message}`, { result })
    service.busy = false
    service.waiting.shift()?.(atMs)
  }
  const begin = (atMs: number) => {
    service.busy = true
    const starts = action === 'START' || action === 'RESTART'
    if (starts && service.startType === 'DISABLED' && service.state === 'STOPPED') {
      finish(atMs, 'FAILURE', 'failed, the service is disabled')
      return
    }
    const { boots } = device
    const durationMs = draw.whole('duration', 2_000, 2_900)
    const enter = (state: ServiceState) => {
      if (device.boots === boots) service.state = state
    }
    for (const [share, state] of planSteps(service.state, action)) {
      if (share === 0) enter(state)
      else world.schedule.plan(atMs + Math.round(share * durationMs), () => enter(state))
    }
    world.schedule.plan(atMs + durationMs, (endMs) => {
      if (device.boots === boots) finish(endMs, 'SUCCESS', 'completed')
      else finish(endMs, 'UNCOMPLETED', 'not completed, the device restarted')
    })
  }
  const attempt = (atMs: number): void =>
    whenOnline(device, atMs, (onlineMs) => {
      if (service.busy) service.waiting.push(attempt)
      else begin(onlineMs)
    })
  attempt(nowMs)
}
