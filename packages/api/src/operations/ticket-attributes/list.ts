import { z } from 'zod'
import { TicketAttribute } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketAttributes.list',
  summary: 'List attributes that tickets can have',
  phrase: 'List ticket attributes',
  http: { method: 'GET', path: '/v2/ticketing/attributes' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(TicketAttribute),
  examples: [
    {
      input: {},
      output: [{ id: 17, name: 'Building', attributeType: 'DROPDOWN', active: true, createTime: 1_760_000_000 }],
    },
  ],
})
