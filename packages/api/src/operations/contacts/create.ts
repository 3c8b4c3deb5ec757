import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { Contact, Email, FirstName, JobTitle, LastName, Phone } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'contacts.create',
  summary: 'Create a contact',
  phrase: 'Create contact {firstName} {lastName} of {organizationId}',
  http: { method: 'POST', path: '/v2/contacts' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    organizationId: OrganizationId,
    firstName: FirstName,
    lastName: LastName,
    email: Email.optional(),
    phone: Phone.optional(),
    jobTitle: JobTitle.optional(),
  }),
  output: Contact,
  examples: [
    {
      input: { organizationId: 1, firstName: 'Ana', lastName: 'Reis', email: 'ana@cedar.example' },
      output: { id: 401, organizationId: 1, firstName: 'Ana', lastName: 'Reis', email: 'ana@cedar.example' },
    },
  ],
})
