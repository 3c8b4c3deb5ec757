import { z } from 'zod'
import { DeviceFilter, Language, TimeZone } from '../../fields/index.ts'
import { Job } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'jobs.list',
  summary: 'List running jobs of the whole fleet',
  phrase: 'List running jobs',
  http: { method: 'GET', path: '/v2/jobs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    jobType: z.string().min(1).describe('Only jobs of this type').optional(),
    df: DeviceFilter.optional(),
    lang: Language.optional(),
    tz: TimeZone.optional(),
  }),
  output: z.array(Job),
  examples: [
    {
      input: {},
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
