import { z } from 'zod'
import { DateText, DeviceId } from '../../fields/index.ts'
import { InstallStatus, PatchImpact, PatchType, ProductIdentifier, SoftwarePatch } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listSoftwarePatchInstalls',
  summary: 'List software patch installs of a device',
  phrase: 'List software patch installs of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/software-patch-installs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    type: PatchType.optional(),
    impact: PatchImpact.optional(),
    status: InstallStatus.optional(),
    productIdentifier: ProductIdentifier.optional(),
    installedBefore: DateText.optional(),
    installedAfter: DateText.optional(),
  }),
  output: z.array(SoftwarePatch),
  examples: [
    {
      input: { id: 1001, installedAfter: '2026-01-01' },
      output: [
        {
          id: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f',
          title: 'Mozilla Firefox 147.0',
          status: 'INSTALLED',
          installedAt: 1_767_500_000,
        },
      ],
    },
  ],
})
