import { z } from 'zod'
import { DeviceFilter, Language, TimeZone } from '../../fields/index.ts'
import { Alert } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'alerts.list',
  summary: 'List active alerts of the whole fleet',
  phrase: 'List alerts',
  http: { method: 'GET', path: '/v2/alerts' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    sourceType: z.string().min(1).describe('Only alerts of this source, e.g. CONDITION_AGENT_CPU').optional(),
    df: DeviceFilter.optional(),
    lang: Language.optional(),
    tz: TimeZone.optional(),
  }),
  output: z.array(Alert),
  examples: [
    {
      input: { sourceType: 'AGENT_OFFLINE' },
      output: [
        {
          uid: '0d9f5a4e-1111-4c67-8a44-1f1f2f3f4f5f',
          deviceId: 1002,
          message: 'Device offline for 30 minutes',
          createTime: 1_767_600_000,
          sourceType: 'AGENT_OFFLINE',
        },
      ],
    },
  ],
})
