import { z } from 'zod'
import { DeviceId, NoContent, UserUid } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.setOwner',
  summary: 'Set the owner of a device',
  phrase: 'Make {ownerUid} the owner of {id}',
  http: { method: 'POST', path: '/v2/device/{id}/owner/{ownerUid}' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, ownerUid: UserUid }),
  output: NoContent,
  examples: [{ input: { id: 1001, ownerUid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11' }, output: undefined }],
})
