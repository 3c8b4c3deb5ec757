/** The part of the control that works on the tenant itself: its time, its world, its devices and jobs. */
import type { TenantClock } from '../../clock.ts'
import { ControlError } from '../../control-error.ts'
import { readFidelity } from '../../fidelity.ts'
import { readSize } from '../../options.ts'
import type { Tenant } from '../../tenant.ts'
import { jobModeDefault } from '../../world/commands/job-mode.ts'
import { isAway, unpark } from '../../world/commands/story.ts'
import type { Device } from '../../world/kinds/devices.ts'
import type { WorldSize } from '../../world/origin.ts'
import type { DeviceReport, SandboxControl, SeedReport } from './sandbox-control.ts'

export interface TenantControlParts {
  readonly tenant: Tenant
  readonly clock: TenantClock
  /** Called when something was moved that webhooks may want to know. */
  readonly notice: () => void
  /** Called when the world is another than before; answers remembered from it are no longer true. */
  readonly forget: () => void
  /** Sets back all but the world and its time. */
  readonly resetRest: () => void
}

type TenantControl = Pick<
  SandboxControl,
  | 'clock'
  | 'setClockMode'
  | 'advance'
  | 'advanceTo'
  | 'snapshots'
  | 'snapshot'
  | 'restore'
  | 'removeSnapshot'
  | 'diff'
  | 'export'
  | 'import'
  | 'seed'
  | 'size'
  | 'reset'
  | 'device'
  | 'setDeviceTags'
  | 'setDeviceOffline'
  | 'jobs'
  | 'jobMode'
  | 'useJobMode'
  | 'fidelity'
  | 'world'
>

const differencesDefault = 200
const advanceMaxMs = 366 * 86_400_000

export function createTenantControl(parts: TenantControlParts): TenantControl {
  const { tenant, clock, notice, forget, resetRest } = parts
  const reportClock = () => ({
    now: new Date(clock.now()).toISOString(),
    offsetMs: Math.round(clock.offsetMs),
    mode: clock.mode,
  })
  const advance = (milliseconds: number) => {
    clock.advance(milliseconds)
    tenant.world.settle()
    notice()
    return reportClock()
  }
  const findDevice = (id: number): Device => {
    tenant.world.settle()
    const device = tenant.world.devices.get(id)
    if (device) return device
    throw new ControlError('missing', `There is no device ${id}`)
  }
  /** Writes a change, and lets a device that is back do what it was asked meanwhile. */
  const change = (device: Device, what: Partial<Pick<Device, 'tags' | 'offline'>>): DeviceReport => {
    const { world } = tenant
    const nowMs = world.nowMs()
    const changed = world.devices.update(device.id, {
      ...what,
      ...(isAway({ ...device, ...what }) !== isAway(device) && { sinceMs: nowMs }),
    })
    if (!isAway(changed)) unpark(world, device.id, nowMs)
    notice()
    return reportDevice(world.devices.expect(device.id))
  }
  return {
    clock: reportClock,
    setClockMode: (mode) => {
      tenant.world.settle()
      clock.setMode(mode)
      return reportClock()
    },
    advance,
    advanceTo: (moment) => {
      const milliseconds = Math.ceil(Date.parse(moment) - clock.now())
      if (!(milliseconds >= 0)) {
        throw new ControlError('conflict', `Time moves forward only: it is ${reportClock().now}, and ${moment} is past`)
      }
      if (milliseconds > advanceMaxMs) {
        throw new ControlError('invalid', `${moment} is more than a year ahead; go there in steps`)
      }
      return advance(milliseconds)
    },
    snapshots: () => tenant.snapshots(),
    snapshot: (name) => tenant.takeSnapshot(name),
    restore: (name) => {
      const listed = tenant.restore(name)
      forget()
      return listed
    },
    removeSnapshot: (name) => tenant.removeSnapshot(name),
    diff: ({ from, to, limit = differencesDefault }) => tenant.diff(from, to, limit),
    export: () => tenant.export(),
    import: (text) => {
      tenant.import(text)
      forget()
    },
    seed: (input) => {
      tenant.seed(readSize(input, tenant.size))
      resetRest()
      return reportSize(tenant.size)
    },
    size: () => reportSize(tenant.size),
    reset: () => {
      tenant.reset()
      resetRest()
    },
    device: (id) => reportDevice(findDevice(id)),
    setDeviceTags: (id, tags) => change(findDevice(id), { tags: [...new Set(tags)] }),
    setDeviceOffline: (id, offline) => {
      const device = findDevice(id)
      if (!offline && device.tags?.includes('sim:offline')) {
        throw new ControlError('conflict', `Device ${id} has the tag sim:offline. Take that away, and it is on.`)
      }
      return change(device, { offline })
    },
    jobs: () => {
      tenant.world.settle()
      return tenant.world.jobs.list().map(({ id, deviceId, message, createdMs, pollsLeft }) => ({
        id,
        device: deviceId,
        message,
        createdAt: new Date(createdMs).toISOString(),
        ...(pollsLeft !== undefined && { pollsLeft }),
      }))
    },
    jobMode: () => tenant.jobMode ?? jobModeDefault,
    useJobMode: (mode) => {
      tenant.jobMode = mode
      return mode
    },
    fidelity: readFidelity,
    world: () => {
      const { world, size, worldHash } = tenant
      world.settle()
      return {
        seed: size.seed,
        profile: size.profile,
        worldHash,
        organizations: world.organizations.count,
        devices: world.devices.count,
        offline: world.devices.list({ test: isAway }).length,
        alerts: world.alerts.count,
        activities: world.activities.count,
        scripts: world.scripts.count,
      }
    },
  }
}

const reportSize = ({ seed, orgs, devices, profile }: WorldSize): SeedReport => ({
  seed,
  organizations: orgs,
  devices,
  profile,
})

const reportDevice = (device: Device): DeviceReport => ({
  id: device.id,
  systemName: device.systemName,
  organization: device.organizationId,
  offline: isAway(device),
  tags: device.tags ?? [],
})
