import { z } from 'zod'
import { OrganizationId, UserId } from '../../fields/index.ts'
import { EndUser, FirstName, LastName } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.update',
  summary: 'Change an end user',
  phrase: 'Change end user {id}',
  http: { method: 'PATCH', path: '/v2/user/end-user/{id}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: UserId.describe('End user id, from endUsers.list'),
    firstName: FirstName.optional(),
    lastName: LastName.optional(),
    organizationId: OrganizationId.optional(),
    fullPortalAccess: z.boolean().describe('Whether they see the whole portal').optional(),
  }),
  output: EndUser,
  examples: [
    {
      input: { id: 301, fullPortalAccess: true },
      output: { id: 301, firstName: 'Mia', lastName: 'Ito', organizationId: 1, fullPortalAccess: true },
    },
  ],
})
