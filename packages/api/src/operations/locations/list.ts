import { z } from 'zod'
import { After, PageSize } from '../../fields/index.ts'
import { LocationRow } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.list',
  summary: 'List locations of all organizations',
  phrase: 'List locations',
  http: { method: 'GET', path: '/v2/locations' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'after',
  input: z.strictObject({ pageSize: PageSize.optional(), after: After.optional() }),
  output: z.array(LocationRow),
  examples: [
    {
      input: { pageSize: 2 },
      output: [
        { id: 11, name: 'Main office', organizationId: 1 },
        { id: 21, name: 'Harbour', organizationId: 2 },
      ],
    },
  ],
})
