import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { UnmanagedDeviceId } from '../../fields/unmanaged-devices.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'unmanagedDevices.decommission',
  summary: 'Decommission an unmanaged device',
  phrase: 'Decommission unmanaged device {nodeId}',
  http: { method: 'POST', path: '/v2/itam/unmanaged-device/{nodeId}/decommission' },
  scope: 'management',
  // Nothing in the API brings the device back.
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ nodeId: UnmanagedDeviceId }),
  output: NoContent,
  examples: [{ input: { nodeId: 1095 }, output: undefined }],
})
