import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { Email, EndUser, FirstName, LastName, Phone } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.create',
  summary: 'Create an end user',
  phrase: 'Create end user {firstName} {lastName} of {organizationId}',
  http: { method: 'POST', path: '/v2/user/end-users', query: ['sendInvitation'] },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    sendInvitation: z.boolean().describe('Whether to invite them by email; vendor default false').optional(),
    firstName: FirstName,
    lastName: LastName,
    email: Email,
    phone: Phone.optional(),
    organizationId: OrganizationId,
    fullPortalAccess: z.boolean().describe('Whether they see the whole portal').optional(),
  }),
  output: EndUser,
  examples: [
    {
      input: { firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example', organizationId: 1 },
      output: { id: 301, firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example', organizationId: 1 },
    },
  ],
})
