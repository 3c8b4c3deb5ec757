import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.cancelMaintenance',
  summary: 'End or cancel maintenance of a device',
  phrase: 'End maintenance of {id}',
  http: { method: 'DELETE', path: '/v2/device/{id}/maintenance' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
