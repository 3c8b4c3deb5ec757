import { z } from 'zod'
import { reportInput, reportOf } from '../../fields/reports.ts'
import { DeviceRow } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listBackupUsage',
  summary: 'Report backup usage by device',
  phrase: 'Report backup usage by device',
  http: { method: 'GET', path: '/v2/queries/backup/usage' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    includeDeletedDevices: z.boolean().describe('Also devices that are deleted').optional(),
  }),
  // The usage itself stands in `references.backupUsage` of each device.
  output: reportOf(DeviceRow),
  examples: [
    {
      input: { includeDeletedDevices: true },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ id: 1001, organizationId: 1, systemName: 'CEDAR-PRINT01' }],
      },
    },
  ],
})
