import { z } from 'zod'
import { Contact } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'contacts.list',
  summary: 'List contacts',
  phrase: 'List contacts',
  http: { method: 'GET', path: '/v2/contacts' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(Contact),
  examples: [
    {
      input: {},
      output: [
        {
          id: 401,
          organizationId: 1,
          firstName: 'Ana',
          lastName: 'Reis',
          email: 'ana@cedar.example',
          jobTitle: 'Office manager',
        },
      ],
    },
  ],
})
