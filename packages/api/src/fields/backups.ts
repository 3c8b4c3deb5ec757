/** Backup: jobs and integrity checks answer with the same rows and take the same filters. */
import { z } from 'zod'
import { Timestamp } from './index.ts'
import { byDevice, reportInput } from './reports.ts'

export const backupJobInput = reportInput(
  {
    ...byDevice,
    ddf: z.string().min(1).describe('Filter for deleted devices').optional(),
    sf: z.string().min(1).describe('Status filter, e.g. status in (RUNNING,PROCESSING)').optional(),
    ptf: z.string().min(1).describe('Plan type filter, e.g. planType = IMAGE').optional(),
    stf: z.string().min(1).describe('Start time filter, e.g. startTime after 2026-01-01').optional(),
    include: z.enum(['active', 'deleted', 'all']).describe('Which devices; vendor default active').optional(),
  },
  z.int().min(1).max(10_000).describe('Rows in one page, 1 to 10000; vendor default 10000'),
)

export const BackupJob = z.looseObject({
  jobId: z.string().optional(),
  jobStatus: z.string().optional(),
  jobStartTime: Timestamp.optional(),
  jobEndTime: Timestamp.optional(),
  sourceJobId: z.string().optional(),
  planGuid: z.string().optional(),
  planName: z.string().optional(),
  planType: z.string().optional(),
  destination: z.string().optional(),
  totalStoredBytes: z.number().optional(),
  totalActualStorageBytes: z.number().optional(),
  filesUploaded: z.number().optional(),
  organizationId: z.int().optional(),
  locationId: z.int().optional(),
  deviceId: z.int().optional(),
  /** The copy of a local backup to the cloud. */
  upsyncJob: z
    .looseObject({
      startTime: Timestamp.optional(),
      endTime: Timestamp.optional(),
      status: z.string().optional(),
      filesUploaded: z.number().optional(),
      bytesUploaded: z.number().optional(),
    })
    .optional(),
})

/** Sizes are bytes. */
export const LocationBackupUsage = z.looseObject({
  locationId: z.int().optional(),
  locationName: z.string().optional(),
  locationDescription: z.string().optional(),
  organizationId: z.int().optional(),
  organizationName: z.string().optional(),
  revisionsCurrentSize: z.number().optional(),
  revisionsPreviousSize: z.number().optional(),
  revisionsDeletedSize: z.number().optional(),
  revisionsTotalSize: z.number().optional(),
  localFileFolderSize: z.number().optional(),
  localImageSize: z.number().optional(),
  localImageV2Size: z.number().optional(),
  localTotalSize: z.number().optional(),
  cloudFileFolderSize: z.number().optional(),
  cloudImageSize: z.number().optional(),
  cloudImageV2Size: z.number().optional(),
  cloudNetworkShareSize: z.number().optional(),
  cloudTotalSize: z.number().optional(),
  lastSuccessfulBackupJob: Timestamp.optional(),
  lastFailedBackupJob: Timestamp.optional(),
})

const Kbps = z.int().min(0)
const Hour = z.int().min(0).max(23)
const Minute = z.int().min(0).max(59)

export const BandwidthThrottle = z.strictObject({
  enabled: z.boolean().describe('Whether uploads are held back at all'),
  workHoursKbps: Kbps.describe('Limit during working hours, in kilobits per second').optional(),
  nonWorkHoursKbps: Kbps.describe('Limit outside working hours, in kilobits per second').optional(),
  workHoursUserUnit: z.string().min(1).describe('Unit in which the console shows the first limit').optional(),
  nonWorkHoursUserUnit: z.string().min(1).describe('Unit in which the console shows the second limit').optional(),
  workSchedule: z
    .strictObject({
      startHour: Hour.describe('Hour at which work begins').optional(),
      startMinute: Minute.describe('Minute of that hour').optional(),
      endHour: Hour.describe('Hour at which work ends').optional(),
      endMinute: Minute.describe('Minute of that hour').optional(),
      weekDays: z.array(z.string().min(1)).describe('Days of work; the vendor lists no words for them').optional(),
    })
    .describe('Working hours')
    .optional(),
})
