import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.reboot',
  summary: 'Restart a device',
  phrase: 'Reboot {id} ({mode})',
  http: { method: 'POST', path: '/v2/device/{id}/reboot/{mode}' },
  scope: 'management',
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    mode: z.enum(['NORMAL', 'FORCED']).describe('FORCED closes programs without asking'),
    reason: z.string().describe('Why, shown to the user of the device').optional(),
  }),
  output: NoContent,
  examples: [{ input: { id: 1001, mode: 'NORMAL', reason: 'Pending updates' }, output: undefined }],
})
