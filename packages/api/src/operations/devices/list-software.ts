import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { Software } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listSoftware',
  summary: 'List software installed on a device',
  phrase: 'List software of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/software' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: z.array(Software),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          name: 'Mozilla Firefox',
          publisher: 'Mozilla',
          version: '147.0',
          installDate: '2026-01-04',
          size: 230_000_000,
        },
      ],
    },
  ],
})
