/** The health of a device, worked out from what else is known of it. */
import { isAway } from '../world/commands/story.ts'
import type { Device } from '../world/kinds/devices.ts'
import { hasAgent } from '../world/node-classes.ts'
import type { World } from '../world/world.ts'

type Statuses = { readonly rows: readonly { readonly status: string }[] } | undefined

const countOf = (part: Statuses, ...statuses: readonly string[]) =>
  part?.rows.filter(({ status }) => statuses.includes(status)).length ?? 0

export function healthOf(world: World, device: Device) {
  const { id } = device
  const away = isAway(device)
  const threats = world.antivirusThreats.get(id)
  const alerts = world.alerts.whose('deviceId', id)
  // Of a device that is offline nobody knows which patches are pending (ninjaone-api §9.4).
  const pending = (part: Statuses) => (away ? 0 : countOf(part, 'MANUAL', 'APPROVED'))
  const parent = device.parentDeviceId === undefined ? undefined : world.devices.get(device.parentDeviceId)
  const counts = {
    activeThreatsCount: countOf(threats, 'ACTIVE'),
    quarantinedThreatsCount: countOf(threats, 'QUARANTINED'),
    blockedThreatsCount: countOf(threats, 'BLOCKED'),
    failedOSPatchesCount: countOf(world.osPatchInstalls.get(id), 'FAILED'),
    pendingOSPatchesCount: pending(world.osPatches.get(id)),
    alertCount: alerts.length,
    activeJobCount: world.jobs.idsWhose('deviceId', id).length,
    failedSoftwarePatchesCount: countOf(world.softwarePatchInstalls.get(id), 'FAILED'),
    pendingSoftwarePatchesCount: pending(world.softwarePatches.get(id)),
  }
  const severe = alerts.some(({ severity }) => severity === 'MAJOR' || severity === 'CRITICAL')
  return {
    ...counts,
    ...(device.needsReboot && { pendingRebootReason: 'OS_PATCH' }),
    offline: away,
    ...(parent && { parentDeviceId: parent.id, parentOffline: isAway(parent) }),
    healthStatus: statusOf(device, counts, severe),
    deviceId: id,
  }
}

function statusOf(device: Device, counts: Readonly<Record<string, number>>, severe: boolean): string {
  const { activeThreatsCount = 0, alertCount = 0, failedOSPatchesCount = 0, failedSoftwarePatchesCount = 0 } = counts
  if (activeThreatsCount > 0 || severe) return 'UNHEALTHY'
  if (alertCount + failedOSPatchesCount + failedSoftwarePatchesCount > 0 || device.needsReboot) return 'NEEDS_ATTENTION'
  return hasAgent(device.nodeClass) || alertCount > 0 ? 'HEALTHY' : 'UNKNOWN'
}
