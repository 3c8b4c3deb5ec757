import { z } from 'zod'
import { DateText, DeviceId } from '../../fields/index.ts'
import { InstallStatus, OsPatch } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listOsPatchInstalls',
  summary: 'List OS patch installs of a device',
  phrase: 'List OS patch installs of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/os-patch-installs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    status: InstallStatus.optional(),
    installedBefore: DateText.optional(),
    installedAfter: DateText.optional(),
  }),
  output: z.array(OsPatch),
  examples: [
    {
      input: { id: 1001, status: 'FAILED' },
      output: [
        {
          id: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f',
          name: 'Cumulative Update',
          kbNumber: 'KB5048654',
          status: 'FAILED',
          installedAt: 1_767_500_000,
        },
      ],
    },
  ],
})
