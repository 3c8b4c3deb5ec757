import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.decideApproval',
  summary: 'Approve or reject devices that wait for it',
  phrase: '{mode} devices {devices}',
  http: { method: 'POST', path: '/v2/devices/approval/{mode}' },
  scope: 'management',
  // A rejected device is not managed, and nothing in the API takes that back (ninjaone-api §9.8).
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    mode: z.enum(['APPROVE', 'REJECT']).describe('What becomes of them'),
    devices: z.array(DeviceId).min(1).describe('Ids of devices that wait for approval'),
  }),
  output: NoContent,
  examples: [{ input: { mode: 'APPROVE', devices: [1001, 1002] }, output: undefined }],
})
