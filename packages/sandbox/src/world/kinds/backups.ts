/** Backups: jobs of the last days, and how much the devices have stored. */

import { dayMs, hourMs, type Origin } from '../origin.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { emptySource, rangeSource, sparseSource } from '../store/source.ts'

export interface BackupJob {
  readonly id: number
  readonly uid: string
  readonly deviceId: number
  readonly organizationId: number
  readonly jobStatus: 'PROCESSING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED'
  readonly startMs: number
  readonly endMs?: number
  readonly planName: string
  readonly planType: 'IMAGE' | 'FILE_FOLDER'
  readonly destination: 'CLOUD' | 'LOCAL' | 'CLOUD_AND_LOCAL'
  readonly totalStoredBytes: number
  readonly totalActualStorageBytes: number
  readonly filesUploaded: number
}

export interface BackupUsage {
  readonly id: number
  readonly cloudTotalSize: number
  readonly localTotalSize: number
  readonly revisionsTotalSize: number
}

export interface IntegrityCheckJob {
  readonly id: number
  readonly uid: string
  readonly deviceId: number
  readonly planUid: string
  readonly jobStatus: string
  readonly startMs: number
  readonly endMs?: number
}

const jobsPerDevice = 3
const gibibyte = 1024 ** 3

/** Windows servers are backed up, one of them always fails. */
const isBackedUp = ({ skeleton }: Origin, index: number) => skeleton.classOf(index) === 'WINDOWS_SERVER'

export const backupJobKind = (origin: Origin): Kind<BackupJob, 'deviceId' | 'uid'> => {
  const { skeleton, size, startMs } = origin
  const idsOf = (deviceId: number) => {
    const index = deviceId - firstDeviceId
    if (index < 0 || index >= size.devices || !isBackedUp(origin, index)) return []
    return Array.from({ length: jobsPerDevice }, (_, turn) => deviceId * 4 + turn)
  }
  const has = (id: number) => idsOf(Math.floor(id / 4)).includes(id)
  return {
    name: 'backup-job',
    firstNewId: (firstDeviceId + size.devices) * 4,
    source: sparseSource(
      () => {
        const ids: number[] = []
        for (let index = 0; index < size.devices; index++) for (const id of idsOf(firstDeviceId + index)) ids.push(id)
        return Float64Array.from(ids)
      },
      (id) => {
        if (!has(id)) return undefined
        const deviceId = Math.floor(id / 4)
        const draw = origin.draw('backup-job', id)
        const beganMs = startMs - (jobsPerDevice - (id % 4)) * dayMs + draw.whole('begin', 0, 4 * hourMs)
        const failing = origin.draw('backups', deviceId).chance('failing', 0.08)
        const stored = draw.whole('stored', 20, 900) * gibibyte
        return {
          id,
          uid: draw.uuid(),
          deviceId,
          organizationId: skeleton.organizationOf(deviceId - firstDeviceId).id,
          jobStatus: failing ? 'FAILED' : 'COMPLETED',
          startMs: beganMs,
          endMs: beganMs + draw.whole('lasts', 5, 170) * 60_000,
          planName: 'Nightly image',
          planType: 'IMAGE',
          destination: 'CLOUD',
          totalStoredBytes: stored,
          totalActualStorageBytes: Math.round(stored * 0.6),
          filesUploaded: failing ? 0 : draw.whole('files', 1, 4000),
        }
      },
    ),
    indexes: {
      deviceId: { keyOf: ({ deviceId }) => deviceId, seedIds: (key) => idsOf(Number(key)) },
      uid: {
        keyOf: ({ uid }) => uid,
        seedIds: (key) => {
          const id = origin.idOfUuid('backup-job', String(key))
          return id !== undefined && has(id) ? [id] : []
        },
      },
    },
  }
}

/** The id is the device's; nothing is stored for what is not backed up. */
export const backupUsageKind = (origin: Origin): Kind<BackupUsage> => ({
  name: 'backup-usage',
  source: rangeSource(firstDeviceId, origin.size.devices, (id) => {
    const draw = origin.draw('backup-usage', id)
    const cloud = isBackedUp(origin, id - firstDeviceId) ? draw.whole('cloud', 20, 900) * gibibyte : 0
    return { id, cloudTotalSize: cloud, localTotalSize: 0, revisionsTotalSize: Math.round(cloud * 1.4) }
  }),
})

export const integrityCheckJobKind = (_origin: Origin): Kind<IntegrityCheckJob, 'deviceId'> => ({
  name: 'integrity-check-job',
  source: emptySource(),
  indexes: { deviceId: { keyOf: ({ deviceId }) => deviceId } },
})
