import { z } from 'zod'
import { DeviceFilter, Timestamp } from '../../fields/index.ts'
import { ReportCursor, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.listJobs',
  summary: 'List backup jobs',
  phrase: 'List backup jobs',
  http: { method: 'GET', path: '/v2/backup/jobs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: z.strictObject({
    df: DeviceFilter.optional(),
    ddf: z.string().min(1).describe('Filter for deleted devices').optional(),
    sf: z.string().min(1).describe('Status filter, e.g. status in (RUNNING,PROCESSING)').optional(),
    ptf: z.string().min(1).describe('Plan type filter, e.g. planType = IMAGE').optional(),
    stf: z.string().min(1).describe('Start time filter, e.g. startTime after 2026-01-01').optional(),
    include: z.enum(['active', 'deleted', 'all']).describe('Which devices; vendor default active').optional(),
    cursor: ReportCursor.optional(),
    pageSize: z.int().min(1).max(10_000).describe('Rows in one page, 1 to 10000; vendor default 10000').optional(),
  }),
  output: reportOf(
    z.looseObject({
      jobId: z.string().optional(),
      jobStatus: z.string().optional(),
      jobStartTime: Timestamp.optional(),
      jobEndTime: Timestamp.optional(),
      planName: z.string().optional(),
      planType: z.string().optional(),
      destination: z.string().optional(),
      totalStoredBytes: z.number().optional(),
      totalActualStorageBytes: z.number().optional(),
      filesUploaded: z.number().optional(),
      organizationId: z.int().optional(),
      locationId: z.int().optional(),
      deviceId: z.int().optional(),
    }),
  ),
  examples: [
    {
      input: { sf: 'status in (RUNNING,PROCESSING)', pageSize: 100 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1 },
        results: [
          {
            jobId: '0d9f5a4e-1111-4c67-8a44-1f1f2f3f4f5f',
            jobStatus: 'RUNNING',
            deviceId: 1001,
            jobStartTime: 1_767_600_000,
          },
        ],
      },
    },
  ],
})
