import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.resetPolicyOverrides',
  summary: 'Remove all policy overrides of a device',
  phrase: 'Remove all policy overrides of {id}',
  http: { method: 'DELETE', path: '/v2/device/{id}/policy/overrides' },
  scope: 'management',
  // The API can name overridden sections but not write them back, so what they said is lost.
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
