import { z } from 'zod'
import { After, PageSize } from '../../fields/index.ts'
import { Organization } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.list',
  summary: 'List organizations',
  phrase: 'List organizations',
  http: { method: 'GET', path: '/v2/organizations' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'after',
  input: z.strictObject({
    pageSize: PageSize.optional(),
    after: After.optional(),
    of: z.string().min(1).describe('Organization filter; the vendor documents no syntax').optional(),
  }),
  output: z.array(Organization),
  examples: [
    {
      input: { pageSize: 2 },
      output: [
        { id: 1, name: 'Cedar Dental', nodeApprovalMode: 'AUTOMATIC' },
        { id: 2, name: 'Harbor Freight Lines', description: 'Two sites', nodeApprovalMode: 'MANUAL' },
      ],
    },
  ],
})
