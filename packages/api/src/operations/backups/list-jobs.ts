import { BackupJob, backupJobInput } from '../../fields/backups.ts'
import { reportOf } from '../../fields/reports.ts'
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
  input: backupJobInput,
  output: reportOf(BackupJob),
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
