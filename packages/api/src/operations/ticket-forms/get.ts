import { z } from 'zod'
import { TicketFormId } from '../../fields/index.ts'
import { TicketForm } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketForms.get',
  summary: 'Get one ticket form with its fields',
  phrase: 'Get ticket form {id}',
  http: { method: 'GET', path: '/v2/ticketing/ticket-form/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: TicketFormId }),
  output: TicketForm,
  examples: [
    {
      input: { id: 1 },
      output: { id: 1, name: 'Default', default: true, active: true, fields: [{ id: 17, name: 'Building' }] },
    },
  ],
})
