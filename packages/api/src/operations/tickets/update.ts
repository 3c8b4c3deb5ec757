import { z } from 'zod'
import { TicketId, UserUid } from '../../fields/index.ts'
import { Ticket, ticketFields } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tickets.update',
  summary: 'Replace the fields of a ticket',
  phrase: 'Change ticket {ticketId} "{subject}" of {clientId}',
  http: { method: 'PUT', path: '/v2/ticketing/ticket/{ticketId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  // Ticket writes are refused without a user (ninjaone-api §3); reads are open to the machine.
  identity: 'user',
  paging: 'none',
  input: z.strictObject({
    ticketId: TicketId,
    // The ticket is replaced as a whole, and only if nobody changed it since (ninjaone-api §5, "Ticketing").
    version: z.int().min(0).describe('Version from tickets.get; an older one is refused'),
    ...ticketFields,
    requesterUid: UserUid.describe('Who asks for it'),
  }),
  output: Ticket,
  examples: [
    {
      input: {
        ticketId: 4711,
        version: 3,
        clientId: 1,
        ticketFormId: 1,
        subject: 'Printer offline',
        status: '2000',
        requesterUid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11',
      },
      output: {
        id: 4711,
        version: 4,
        clientId: 1,
        subject: 'Printer offline',
        status: { statusId: 2000, name: 'OPEN' },
      },
    },
  ],
})
