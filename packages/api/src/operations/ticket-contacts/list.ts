import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { Contact } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketContacts.list',
  summary: 'List contacts known to ticketing',
  phrase: 'List contacts of ticketing',
  http: { method: 'GET', path: '/v2/ticketing/contact/contacts' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(
    Contact.extend({
      clientId: z.int().optional(),
      clientName: z.string().optional(),
      displayName: z.string().optional(),
      createTime: Timestamp.optional(),
      updateTime: Timestamp.optional(),
    }),
  ),
  examples: [
    {
      input: {},
      output: [
        {
          id: 401,
          clientId: 1,
          clientName: 'Cedar Dental',
          displayName: 'Ana Reis',
          email: 'ana@cedar.example',
          createTime: 1_760_000_000,
        },
      ],
    },
  ],
})
