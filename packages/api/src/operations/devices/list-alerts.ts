import { z } from 'zod'
import { DeviceId, Language, TimeZone } from '../../fields/index.ts'
import { Alert } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listAlerts',
  summary: 'List active alerts of a device',
  phrase: 'List alerts of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/alerts' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, lang: Language.optional(), tz: TimeZone.optional() }),
  output: z.array(Alert),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          uid: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f',
          deviceId: 1001,
          message: 'Free space on C: below 10 %',
          createTime: 1_767_600_000.125,
          sourceType: 'CONDITION_AGENT_DISK_FREE_SPACE',
          severity: 'MODERATE',
          priority: 'MEDIUM',
        },
      ],
    },
  ],
})
