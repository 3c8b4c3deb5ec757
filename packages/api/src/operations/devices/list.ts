import { z } from 'zod'
import { After, DeviceFilter, PageSize } from '../../fields/index.ts'
import { DeviceRow } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.list',
  summary: 'List devices',
  phrase: 'List devices',
  http: { method: 'GET', path: '/v2/devices' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'after',
  input: z.strictObject({
    df: DeviceFilter.optional(),
    pageSize: PageSize.optional(),
    after: After.optional(),
  }),
  output: z.array(DeviceRow),
  examples: [
    {
      input: { df: 'org = 1 AND online', pageSize: 1 },
      output: [
        {
          id: 1001,
          organizationId: 1,
          locationId: 11,
          nodeClass: 'WINDOWS_SERVER',
          offline: false,
          systemName: 'CEDAR-PRINT01',
          lastContact: 1_767_603_600.25,
        },
      ],
    },
  ],
})
