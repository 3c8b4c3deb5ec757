import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.removeOwner',
  summary: 'Remove the owner of a device',
  phrase: 'Remove the owner of {id}',
  http: { method: 'DELETE', path: '/v2/device/{id}/owner' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
