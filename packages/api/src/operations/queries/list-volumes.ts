import { Volume, VolumeExtras } from '../../fields/inventory.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listVolumes',
  summary: 'Report storage volumes of all devices',
  phrase: 'Report storage volumes',
  http: { method: 'GET', path: '/v2/queries/volumes' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDeviceAndTime,
    include: VolumeExtras.optional(),
  }),
  // With `include: bl` and small pages the vendor silently drops BitLocker rows (ninjaone-api §6): ask for large ones.
  output: reportOf(Volume.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          {
            deviceId: 1001,
            name: 'C:',
            capacity: 511_000_000_000,
            freeSpace: 48_000_000_000,
            timestamp: 1_767_600_000,
          },
        ],
      },
    },
  ],
})
