import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { OsPatch, PatchSeverity, PatchStatus, PatchType } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listOsPatches',
  summary: 'List OS patches that are not installed on a device',
  phrase: 'List OS patches of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/os-patches' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    status: PatchStatus.optional(),
    type: PatchType.optional(),
    severity: PatchSeverity.optional(),
  }),
  // A device that is offline leaves rows out (ninjaone-api §9.4).
  output: z.array(OsPatch),
  examples: [
    {
      input: { id: 1001, status: 'APPROVED' },
      output: [
        {
          id: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f',
          name: 'Cumulative Update',
          kbNumber: 'KB5048654',
          severity: 'CRITICAL',
          status: 'APPROVED',
          type: 'SECURITY_UPDATES',
        },
      ],
    },
  ],
})
