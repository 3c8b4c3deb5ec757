import { checkBackup } from '../world/commands/check-backup.ts'
import { note } from '../world/commands/story.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import type { BackupJob, IntegrityCheckJob } from '../world/kinds/backups.ts'
import type { Location } from '../world/kinds/locations.ts'
import type { World } from '../world/world.ts'
import { readTimeFilter, readWordFilter, type Test } from './backup-filters.ts'
import { type Behaviours, findCommandable, findDevice, type Scene } from './behaviour.ts'
import { pageOfReport } from './cursor-pages.ts'
import { findLocation, findOrganization } from './references.ts'

/** The spec's default and maximum. */
const pageSizeDefault = 10_000

interface Filters {
  readonly df?: string | undefined
  readonly sf?: string | undefined
  readonly ptf?: string | undefined
  readonly stf?: string | undefined
  readonly include?: 'active' | 'deleted' | 'all' | undefined
}

interface Row {
  readonly deviceId: number
  readonly jobStatus: string
  readonly startMs: number
}

/** Each device has one plan; its uid is the device's. */
const planUidOf = ({ origin }: World, deviceId: number) => origin.draw('backup-plan', deviceId).uuid()

function testJobs(world: World, { df, sf, ptf, stf, include }: Filters): Test<Row> {
  const [status, planType, start] = [readWordFilter('status', sf), readWordFilter('planType', ptf), readTimeFilter(stf)]
  const device = testDevice(world, df, include ?? 'active')
  return (row) =>
    status(row.jobStatus) &&
    planType('planType' in row ? String(row.planType) : 'IMAGE') &&
    start(row.startMs) &&
    device(row)
}

/** A filter speaks of devices that are there; of deleted ones nothing is left that it could look at. */
function testDevice(world: World, df: string | undefined, include: 'active' | 'deleted' | 'all'): Test<Row> {
  const test = parseDeviceFilter(df, factsOf(world))
  return ({ deviceId }) => {
    const device = world.devices.get(deviceId)
    if (!device || device.approvalStatus === 'DECOMMISSIONED') return include !== 'active'
    return include !== 'deleted' && test(device)
  }
}

function placeOf(world: World, deviceId: number) {
  const device = world.devices.get(deviceId) ?? world.devices.original(deviceId)
  return device && { organizationId: device.organizationId, locationId: device.locationId }
}

const toWireJob = (world: World) => (job: BackupJob) => ({
  jobId: job.uid,
  jobStatus: job.jobStatus,
  jobStartTime: job.startMs / 1000,
  ...(job.endMs !== undefined && { jobEndTime: job.endMs / 1000 }),
  planGuid: planUidOf(world, job.deviceId),
  planName: job.planName,
  planType: job.planType,
  destination: job.destination,
  totalStoredBytes: job.totalStoredBytes,
  totalActualStorageBytes: job.totalActualStorageBytes,
  filesUploaded: job.filesUploaded,
  ...placeOf(world, job.deviceId),
  deviceId: job.deviceId,
})

const newestBackup = (world: World, deviceId: number) => world.backupJobs.whose('deviceId', deviceId).at(-1)

const toWireCheck = (world: World) => (check: IntegrityCheckJob) => {
  const backup = newestBackup(world, check.deviceId)
  return {
    jobId: check.uid,
    ...(backup && { sourceJobId: backup.uid, planName: backup.planName, planType: backup.planType }),
    jobStatus: check.jobStatus,
    jobStartTime: check.startMs / 1000,
    ...(check.endMs !== undefined && { jobEndTime: check.endMs / 1000 }),
    planGuid: check.planUid,
    ...placeOf(world, check.deviceId),
    deviceId: check.deviceId,
  }
}

function usageOf({ id, organizationId, name, description }: Location, { world }: Scene) {
  const devices = world.devices.whose('locationId', id)
  const usages = devices.flatMap((device) => world.backupUsage.get(device.id) ?? [])
  const sum = (read: (usage: (typeof usages)[number]) => number) =>
    usages.reduce((total, usage) => total + read(usage), 0)
  const jobs = devices.flatMap((device) => world.backupJobs.whose('deviceId', device.id))
  const lastEnd = (status: BackupJob['jobStatus']) =>
    Math.max(...jobs.filter((job) => job.jobStatus === status).map((job) => job.endMs ?? job.startMs))
  const [succeededMs, failedMs] = [lastEnd('COMPLETED'), lastEnd('FAILED')]
  return {
    locationId: id,
    locationName: name,
    ...(description && { locationDescription: description }),
    organizationId,
    organizationName: world.organizations.expect(organizationId).name,
    revisionsTotalSize: sum((usage) => usage.revisionsTotalSize),
    localTotalSize: sum((usage) => usage.localTotalSize),
    cloudTotalSize: sum((usage) => usage.cloudTotalSize),
    ...(Number.isFinite(succeededMs) && { lastSuccessfulBackupJob: succeededMs / 1000 }),
    ...(Number.isFinite(failedMs) && { lastFailedBackupJob: failedMs / 1000 }),
  }
}

export const backups: Behaviours = {
  'backups.listJobs': (input, scene) => {
    const { world } = scene
    const find = () => world.backupJobs.list({ test: testJobs(world, input) }).map(toWireJob(world))
    return pageOfReport(scene, { ...input, pageSize: input.pageSize ?? pageSizeDefault }, find)
  },

  'backups.listIntegrityCheckJobs': (input, scene) => {
    const { world } = scene
    const find = () => world.integrityCheckJobs.list({ test: testJobs(world, input) }).map(toWireCheck(world))
    return pageOfReport(scene, { ...input, pageSize: input.pageSize ?? pageSizeDefault }, find)
  },

  'backups.createIntegrityCheckJob': ({ deviceId, planUid }, scene) => {
    const { world, nowMs, requester, refuse } = scene
    if (!world.devices.has(deviceId)) throw refuse(400, 'invalid_device', `Device ${deviceId} does not exist`)
    findCommandable(deviceId, 'integrity checks', scene)
    const backup = newestBackup(world, deviceId)
    if (!backup || planUid.toLowerCase() !== planUidOf(world, deviceId)) {
      throw refuse(400, 'backup_plan_not_found', `Device ${deviceId} has no backup plan ${planUid}`)
    }
    const check = checkBackup(world, nowMs, { backup, planUid: planUid.toLowerCase() }, requester)
    return {
      result: 'SUCCESS' as const,
      jobUid: check.uid,
      deviceId,
      planGuid: check.planUid,
      planName: backup.planName,
      planType: backup.planType,
    }
  },

  'backups.listUsageByLocation': ({ id }, scene) => {
    findOrganization(id, scene)
    return scene.world.locations.whose('organizationId', id).map((location) => usageOf(location, scene))
  },

  'backups.getUsageOfLocation': ({ id, locationId }, scene) => usageOf(findLocation(id, locationId, scene), scene),

  // Nothing in the API shows the limit again, so only the activity remembers it.
  'backups.setBandwidthThrottle': ({ deviceId, bandwidthThrottle }, scene) => {
    const { systemName } = findDevice(deviceId, scene)
    note(scene.world, scene.nowMs, scene.requester, {
      deviceId,
      statusCode: 'NODE_UPDATED',
      sourceName: systemName,
      message: `Backup bandwidth of ${systemName} ${bandwidthThrottle.enabled ? 'limited' : 'not limited'}`,
      code: 'backup_bandwidth_throttle_set',
      params: { ...bandwidthThrottle },
    })
    return 'SUCCESS'
  },
}
