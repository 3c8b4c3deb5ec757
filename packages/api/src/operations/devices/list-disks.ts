import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { Disk } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listDisks',
  summary: 'List physical disks of a device',
  phrase: 'List disks of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/disks' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: z.array(Disk),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          name: '\\\\.\\PHYSICALDRIVE0',
          model: 'Samsung SSD 870',
          interfaceType: 'SCSI',
          size: 512_105_932_800,
          partitionCount: 3,
          smartCapable: true,
          status: 'OK',
        },
      ],
    },
  ],
})
