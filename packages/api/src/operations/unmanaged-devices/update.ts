import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { UnmanagedDeviceId, unmanagedDeviceExtras, unmanagedDeviceFields } from '../../fields/unmanaged-devices.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'unmanagedDevices.update',
  summary: 'Change an unmanaged device',
  phrase: 'Change unmanaged device {nodeId} to {name} of {orgId}',
  http: { method: 'PUT', path: '/v2/itam/unmanaged-device/{nodeId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ nodeId: UnmanagedDeviceId, ...unmanagedDeviceFields, ...unmanagedDeviceExtras }),
  output: NoContent,
  examples: [
    {
      input: {
        nodeId: 1095,
        name: 'CEDAR-PROJECTOR02',
        orgId: 1,
        locationId: 12,
        assetFields: { assetStatus: 'Spare' },
      },
      output: undefined,
    },
  ],
})
