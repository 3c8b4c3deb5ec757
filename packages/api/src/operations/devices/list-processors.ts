import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { Processor } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listProcessors',
  summary: 'List processors of a device',
  phrase: 'List processors of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/processors' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: z.array(Processor),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          name: 'Intel(R) Xeon(R) E-2314',
          architecture: 'x64',
          maxClockSpeed: 2_800_000_000,
          numCores: 4,
          numLogicalCores: 4,
        },
      ],
    },
  ],
})
