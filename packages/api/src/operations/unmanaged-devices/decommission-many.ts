import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { UnmanagedDeviceId } from '../../fields/unmanaged-devices.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'unmanagedDevices.decommissionMany',
  summary: 'Decommission several unmanaged devices',
  phrase: 'Decommission unmanaged devices {nodeIds}',
  http: { method: 'POST', path: '/v2/itam/unmanaged-device/decommissionList' },
  scope: 'management',
  // Nothing in the API brings the devices back.
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    nodeIds: z.array(UnmanagedDeviceId).min(1).max(100).describe('Ids of unmanaged devices, at most 100'),
  }),
  output: NoContent,
  examples: [{ input: { nodeIds: [1095, 1096] }, output: undefined }],
})
