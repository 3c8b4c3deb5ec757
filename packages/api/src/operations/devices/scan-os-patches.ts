import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.scanOsPatches',
  summary: 'Look for OS patches on a device',
  phrase: 'Look for OS patches on {id}',
  http: { method: 'POST', path: '/v2/device/{id}/patch/os/scan' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  // 204 means that the job was submitted; 400 "not applicable" is a device without patch management.
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
