import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { PatchImpact, PatchStatus, PatchType, ProductIdentifier, SoftwarePatch } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listSoftwarePatches',
  summary: 'List software patches that are not installed',
  phrase: 'List software patches of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/software-patches' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    status: PatchStatus.optional(),
    productIdentifier: ProductIdentifier.optional(),
    type: PatchType.optional(),
    impact: PatchImpact.optional(),
  }),
  // A device that is offline leaves rows out (ninjaone-api §9.4).
  output: z.array(SoftwarePatch),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          id: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f',
          title: 'Mozilla Firefox 147.0.1',
          impact: 'recommended',
          status: 'MANUAL',
          type: 'PATCH',
        },
      ],
    },
  ],
})
