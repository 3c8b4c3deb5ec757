/** Looking for patches, and installing everything that is approved: the API knows no choice by patch (ninjaone-api §5). */
import type { Device } from '../kinds/devices.ts'
import { failingKb } from '../kinds/inventory/patches.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { runJob } from './run-job.ts'
import type { Requester, Story } from './story.ts'

export type PatchKind = 'os' | 'software'
export type PatchTask = 'scan' | 'apply'

const minuteMs = 60_000
const durations = { scan: [minuteMs, 4 * minuteMs], apply: [5 * minuteMs, 20 * minuteMs] } as const
const titles = { os: 'OS patch', software: 'Software patch' } as const

export function patchDevice(
  world: World,
  nowMs: number,
  device: Device,
  { kind, task }: { readonly kind: PatchKind; readonly task: PatchTask },
  requester: Requester,
): void {
  const command = world.nextCommand()
  const activityType = kind === 'os' ? 'PATCH_MANAGEMENT' : 'SOFTWARE_PATCH_MANAGEMENT'
  const word = `${activityType}_${task === 'scan' ? 'SCAN' : 'APPLY_PATCH'}`
  const story: Story = {
    deviceId: device.id,
    requester,
    activityType,
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: device.systemName,
    subject: `${titles[kind]} ${task}`,
    code: `${kind}_patch_${task}`,
    params: { kind, task },
    statusCodes: { STARTED: `${word}_STARTED`, COMPLETED: `${word}_COMPLETED` },
  }
  const plan = { story, title: `${titles[kind]} ${task}`, simulation: {}, durationMs: durations[task] }
  const install = kind === 'os' ? osInstall : softwareInstall
  const whenDone = deed(`patch.${kind}-install`, install, { deviceId: device.id })
  runJob(world, nowMs, { ...plan, ...(task === 'apply' && { whenDone }) }, command)
}

interface Target {
  readonly deviceId: number
}

const isApproved = ({ status }: { readonly status: string }) => status === 'APPROVED'
/** What fails stays on the list of what is missing, so the next attempt fails again. */
const fails = ({ kbNumber }: { readonly kbNumber: string }) => kbNumber === failingKb

const osInstall: Effect<Target> = (world, atMs, { deviceId }) => {
  const missing = world.osPatches.get(deviceId)?.rows ?? []
  const wanted = missing.filter(isApproved)
  if (wanted.length === 0) return
  const done = wanted.filter((patch) => !fails(patch))
  world.osPatches.update(deviceId, { rows: missing.filter((patch) => !done.includes(patch)) })
  const installs = world.osPatchInstalls.get(deviceId)?.rows ?? []
  const news = wanted.map((patch) => ({
    ...patch,
    status: fails(patch) ? ('FAILED' as const) : ('INSTALLED' as const),
    installedMs: atMs,
  }))
  const ids = new Set(news.map(({ id }) => id))
  world.osPatchInstalls.put(deviceId, { rows: [...installs.filter(({ id }) => !ids.has(id)), ...news] })
  if (done.length > 0) world.devices.update(deviceId, { needsReboot: true })
}

const softwareInstall: Effect<Target> = (world, atMs, { deviceId }) => {
  const missing = world.softwarePatches.get(deviceId)?.rows ?? []
  const wanted = missing.filter(isApproved)
  if (wanted.length === 0) return
  world.softwarePatches.update(deviceId, { rows: missing.filter((patch) => !isApproved(patch)) })
  const installs = world.softwarePatchInstalls.get(deviceId)?.rows ?? []
  const news = wanted.map((patch) => ({ ...patch, status: 'INSTALLED', installedMs: atMs }))
  world.softwarePatchInstalls.put(deviceId, { rows: [...installs, ...news] })
}

export const patchEffects = { 'patch.os-install': osInstall, 'patch.software-install': softwareInstall }
