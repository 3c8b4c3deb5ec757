import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.decommission',
  summary: 'Decommission a device',
  phrase: 'Decommission {id}',
  http: { method: 'POST', path: '/v2/device/{id}/decommission' },
  scope: 'management',
  // Nothing in the API brings the device back; there is no DELETE either (ninjaone-api §5, "decommission").
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
