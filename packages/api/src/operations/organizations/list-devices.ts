import { z } from 'zod'
import { After, OrganizationId, PageSize } from '../../fields/index.ts'
import { DeviceRow } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.listDevices',
  summary: 'List devices of an organization',
  phrase: 'List devices of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/devices' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'after',
  input: z.strictObject({ id: OrganizationId, pageSize: PageSize.optional(), after: After.optional() }),
  output: z.array(DeviceRow),
  examples: [
    {
      input: { id: 1, pageSize: 1 },
      output: [
        {
          id: 1001,
          organizationId: 1,
          locationId: 11,
          nodeClass: 'WINDOWS_SERVER',
          offline: false,
          systemName: 'CEDAR-PRINT01',
        },
      ],
    },
  ],
})
