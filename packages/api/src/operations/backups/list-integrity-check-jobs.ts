import { BackupJob, backupJobInput } from '../../fields/backups.ts'
import { reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.listIntegrityCheckJobs',
  summary: 'List integrity checks of backups',
  phrase: 'List integrity checks of backups',
  http: { method: 'GET', path: '/v2/backup/integrity-check-jobs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: backupJobInput,
  output: reportOf(BackupJob),
  examples: [
    {
      input: { df: 'org = 1', pageSize: 100 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1 },
        results: [
          {
            jobId: '0d9f5a4e-2222-4c67-8a44-1f1f2f3f4f5f',
            sourceJobId: '0d9f5a4e-1111-4c67-8a44-1f1f2f3f4f5f',
            jobStatus: 'COMPLETED',
            deviceId: 1001,
            jobStartTime: 1_767_600_000,
          },
        ],
      },
    },
  ],
})
