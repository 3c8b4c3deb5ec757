import { z } from 'zod'
import { NodeRoleId } from '../../fields/index.ts'
import { unmanagedDeviceExtras, unmanagedDeviceFields } from '../../fields/unmanaged-devices.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'unmanagedDevices.create',
  summary: 'Create an unmanaged device',
  phrase: 'Create unmanaged device {name} for {orgId}',
  http: { method: 'POST', path: '/v2/itam/unmanaged-device' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    ...unmanagedDeviceFields,
    roleId: NodeRoleId.describe('Device role id below Unmanaged Device, from nodeRoles.list'),
    ...unmanagedDeviceExtras,
  }),
  output: z.looseObject({ nodeId: z.int() }),
  examples: [
    {
      input: {
        name: 'CEDAR-PROJECTOR02',
        orgId: 1,
        locationId: 11,
        roleId: 91,
        warrantyEndDate: '2028-12-31T00:00:00Z',
        assetFields: { serialNumber: 'PJ-20417', assetStatus: 'In use', assetPurchaseAmount: 640 },
      },
      output: { nodeId: 1095 },
    },
  ],
})
