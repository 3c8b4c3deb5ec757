import { Disk } from '../../fields/inventory.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listDisks',
  summary: 'Report physical disks of all devices',
  phrase: 'Report physical disks',
  http: { method: 'GET', path: '/v2/queries/disks' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDeviceAndTime),
  output: reportOf(Disk.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          { deviceId: 1001, model: 'Samsung SSD 870', size: 512_105_932_800, status: 'OK', timestamp: 1_767_600_000 },
        ],
      },
    },
  ],
})
