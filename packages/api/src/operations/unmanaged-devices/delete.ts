import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { UnmanagedDeviceId } from '../../fields/unmanaged-devices.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'unmanagedDevices.delete',
  summary: 'Delete an unmanaged device',
  phrase: 'Delete unmanaged device {nodeId}',
  http: { method: 'DELETE', path: '/v2/itam/unmanaged-device/{nodeId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ nodeId: UnmanagedDeviceId }),
  output: NoContent,
  examples: [{ input: { nodeId: 1095 }, output: undefined }],
})
