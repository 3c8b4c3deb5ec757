import { z } from 'zod'
import { DeviceId, Language, TimeZone } from '../../fields/index.ts'
import { Job } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listJobs',
  summary: 'List jobs running on a device',
  phrase: 'List running jobs of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/jobs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, lang: Language.optional(), tz: TimeZone.optional() }),
  output: z.array(Job),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          uid: '0d9f5a4e-1111-4c67-8a44-1f1f2f3f4f5f',
          deviceId: 1001,
          message: 'Running Clear print queue',
          createTime: 1_767_603_600,
        },
      ],
    },
  ],
})
