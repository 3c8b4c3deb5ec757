import { z } from 'zod'
import { After, DeviceFilter, PageSize } from '../../fields/index.ts'
import { Device } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listDetailed',
  summary: 'List devices with addresses, system and OS',
  phrase: 'List devices in detail',
  http: { method: 'GET', path: '/v2/devices-detailed' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'after',
  input: z.strictObject({ df: DeviceFilter.optional(), pageSize: PageSize.optional(), after: After.optional() }),
  output: z.array(Device),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1 },
      output: [
        {
          id: 1001,
          organizationId: 1,
          nodeClass: 'WINDOWS_SERVER',
          systemName: 'CEDAR-PRINT01',
          ipAddresses: ['10.1.0.20'],
          publicIP: '203.0.113.7',
          os: { name: 'Windows Server 2022 Standard', needsReboot: false },
        },
      ],
    },
  ],
})
