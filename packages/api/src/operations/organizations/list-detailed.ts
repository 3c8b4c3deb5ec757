import { z } from 'zod'
import { After, PageSize } from '../../fields/index.ts'
import { OrganizationDetailed } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.listDetailed',
  summary: 'List organizations with locations and policies',
  phrase: 'List organizations in detail',
  http: { method: 'GET', path: '/v2/organizations-detailed' },
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
  output: z.array(OrganizationDetailed),
  examples: [
    {
      input: { pageSize: 1 },
      output: [
        {
          id: 1,
          name: 'Cedar Dental',
          locations: [{ id: 11, name: 'Main office' }],
          policies: [{ nodeRoleId: 1, policyId: 51 }],
        },
      ],
    },
  ],
})
