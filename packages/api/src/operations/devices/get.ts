import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { Device } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.get',
  summary: 'Get one device with its details',
  phrase: 'Get device {id}',
  http: { method: 'GET', path: '/v2/device/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: Device,
  examples: [
    {
      input: { id: 1001 },
      output: {
        id: 1001,
        organizationId: 1,
        locationId: 11,
        nodeClass: 'WINDOWS_SERVER',
        offline: false,
        systemName: 'CEDAR-PRINT01',
        lastContact: 1_767_603_600.25,
        os: { name: 'Windows Server 2022 Standard', buildNumber: '20348', lastBootTime: 1_767_000_000 },
        system: { manufacturer: 'Dell Inc.', model: 'PowerEdge T350', serialNumber: 'CED1001' },
      },
    },
  ],
})
