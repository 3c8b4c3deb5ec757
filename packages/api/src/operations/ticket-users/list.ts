import { z } from 'zod'
import { OrganizationId, openEnum, PageSize } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketUsers.list',
  summary: 'List people tickets can be about or assigned to',
  phrase: 'List people of ticketing',
  http: { method: 'GET', path: '/v2/ticketing/app-user-contact' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'anchorNaturalId',
  input: z.strictObject({
    pageSize: PageSize.describe('Rows in one page; vendor default 50').optional(),
    anchorNaturalId: z.int().min(0).describe('Last naturalId of the page before; 0 at first').optional(),
    searchCriteria: z.string().min(1).describe('First name, last name or email address').optional(),
    userType: z.enum(['TECHNICIAN', 'END_USER', 'CONTACT']).describe('Only people of this kind').optional(),
    clientId: OrganizationId.optional(),
  }),
  output: z.array(
    z.looseObject({
      id: z.int().optional(),
      uid: z.string().optional(),
      clientId: z.int().optional(),
      firstName: z.string().optional(),
      lastName: z.string().optional(),
      email: z.string().optional(),
      userType: openEnum(['TECHNICIAN', 'END_USER', 'CONTACT']).optional(),
      naturalId: z.string().optional(),
    }),
  ),
  examples: [
    {
      input: { userType: 'TECHNICIAN' },
      output: [
        {
          id: 201,
          uid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11',
          firstName: 'Noor',
          userType: 'TECHNICIAN',
          naturalId: '12',
        },
      ],
    },
  ],
})
