import { z } from 'zod'
import { TicketForm } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketForms.list',
  summary: 'List ticket forms',
  phrase: 'List ticket forms',
  http: { method: 'GET', path: '/v2/ticketing/ticket-form' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(TicketForm),
  examples: [
    {
      input: {},
      output: [{ id: 1, name: 'Default', default: true, active: true, fields: [{ id: 17, name: 'Building' }] }],
    },
  ],
})
