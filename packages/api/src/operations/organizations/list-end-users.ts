import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { IncludeRoles, User } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.listEndUsers',
  summary: 'List end users of an organization',
  phrase: 'List end users of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/end-users' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId, includeRoles: IncludeRoles.optional() }),
  output: z.array(User),
  examples: [
    {
      input: { id: 1 },
      output: [
        {
          id: 301,
          firstName: 'Mia',
          lastName: 'Ito',
          email: 'mia@cedar.example',
          userType: 'END_USER',
          organizationId: 1,
        },
      ],
    },
  ],
})
