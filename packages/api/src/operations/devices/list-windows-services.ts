import { z } from 'zod'
import { DeviceId, serviceStates } from '../../fields/index.ts'
import { WindowsService } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listWindowsServices',
  summary: 'List Windows services of a device',
  phrase: 'List Windows services of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/windows-services' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    name: z.string().min(1).describe('Only the service of this name').optional(),
    state: z.enum(serviceStates).describe('Only services in this state').optional(),
  }),
  output: z.array(WindowsService),
  examples: [
    {
      input: { id: 1001, name: 'Spooler' },
      output: [
        {
          name: 'Spooler',
          displayName: 'Print Spooler',
          startType: 'AUTO_START',
          userName: 'LocalSystem',
          state: 'RUNNING',
        },
      ],
    },
  ],
})
