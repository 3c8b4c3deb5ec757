import { z } from 'zod'
import { TicketId } from '../../fields/index.ts'
import { Ticket } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tickets.get',
  summary: 'Get one ticket',
  phrase: 'Get ticket {ticketId}',
  http: { method: 'GET', path: '/v2/ticketing/ticket/{ticketId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ticketId: TicketId }),
  output: Ticket,
  examples: [
    {
      input: { ticketId: 4711 },
      output: {
        id: 4711,
        version: 3,
        clientId: 1,
        subject: 'Printer offline',
        status: { statusId: 2000, name: 'OPEN', displayName: 'Open' },
        priority: 'HIGH',
      },
    },
  ],
})
