import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { Contact, Email, FirstName, JobTitle, LastName, Phone } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'contacts.update',
  summary: 'Change a contact',
  phrase: 'Change contact {id}',
  http: { method: 'PATCH', path: '/v2/contact/{id}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: z.int().positive().describe('Contact id, from contacts.list'),
    firstName: FirstName.optional(),
    lastName: LastName.optional(),
    email: Email.optional(),
    jobTitle: JobTitle.optional(),
    organizationId: OrganizationId.optional(),
    phone: Phone.optional(),
  }),
  output: Contact,
  examples: [
    {
      input: { id: 401, phone: '+1 555 0100' },
      output: { id: 401, organizationId: 1, firstName: 'Ana', lastName: 'Reis', phone: '+1 555 0100' },
    },
  ],
})
