import { z } from 'zod'
import { Contact } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'contacts.get',
  summary: 'Get one contact',
  phrase: 'Get contact {id}',
  http: { method: 'GET', path: '/v2/contact/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: z.int().positive().describe('Contact id, from contacts.list') }),
  output: Contact,
  examples: [
    {
      input: { id: 401 },
      output: { id: 401, organizationId: 1, firstName: 'Ana', lastName: 'Reis', email: 'ana@cedar.example' },
    },
  ],
})
