import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { OrganizationDetailed } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.get',
  summary: 'Get one organization with its locations and policies',
  phrase: 'Get organization {id}',
  http: { method: 'GET', path: '/v2/organization/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId }),
  output: OrganizationDetailed,
  examples: [
    {
      input: { id: 1 },
      output: {
        id: 1,
        name: 'Cedar Dental',
        nodeApprovalMode: 'AUTOMATIC',
        locations: [{ id: 11, name: 'Main office' }],
        policies: [{ nodeRoleId: 1, policyId: 51 }],
      },
    },
  ],
})
