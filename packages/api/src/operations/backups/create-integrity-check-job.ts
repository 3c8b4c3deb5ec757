import { z } from 'zod'
import { DeviceId, openEnum } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.createIntegrityCheckJob',
  summary: 'Check the integrity of a backup',
  phrase: 'Check the integrity of backup plan {planUid} of {deviceId}',
  http: { method: 'POST', path: '/v2/backup/integrity-check-jobs' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    deviceId: DeviceId,
    planUid: z.uuid().describe('Plan uid, the planGuid of backups.listJobs'),
  }),
  output: z.looseObject({
    result: openEnum(['SUCCESS', 'FAILURE', 'UNSUPPORTED', 'UNCOMPLETED']).optional(),
    jobUid: z.string().optional(),
    deviceId: z.int().optional(),
    planGuid: z.string().optional(),
    planName: z.string().optional(),
    planType: z.string().optional(),
  }),
  examples: [
    {
      input: { deviceId: 1001, planUid: '5b2c1d0e-3f4a-4b6c-8d7e-9f0a1b2c3d4e' },
      output: {
        result: 'SUCCESS',
        jobUid: '0d9f5a4e-2222-4c67-8a44-1f1f2f3f4f5f',
        deviceId: 1001,
        planGuid: '5b2c1d0e-3f4a-4b6c-8d7e-9f0a1b2c3d4e',
        planName: 'Nightly image',
        planType: 'IMAGE',
      },
    },
  ],
})
