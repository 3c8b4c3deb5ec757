import { z } from 'zod'
import { UserUid } from '../../fields/index.ts'
import { Ticket, TicketComment, ticketFields } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tickets.create',
  summary: 'Create a ticket',
  phrase: 'Create ticket "{subject}" for {clientId}',
  http: { method: 'POST', path: '/v2/ticketing/ticket' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  // Ticket writes are refused without a user (ninjaone-api §3); reads are open to the machine.
  identity: 'user',
  paging: 'none',
  input: z.strictObject({
    ...ticketFields,
    description: TicketComment.describe('First comment').optional(),
    requesterUid: UserUid.describe('Who asks for it').optional(),
  }),
  output: Ticket,
  examples: [
    {
      input: {
        clientId: 1,
        ticketFormId: 1,
        subject: 'Printer offline',
        status: '1000',
        nodeId: 1001,
        description: { public: true, body: 'Since this morning', timeTracked: 300 },
        priority: 'HIGH',
      },
      output: {
        id: 4711,
        version: 1,
        clientId: 1,
        nodeId: 1001,
        subject: 'Printer offline',
        status: { statusId: 1000, name: 'NEW', displayName: 'New' },
        createTime: 1_767_603_600.25,
      },
    },
  ],
})
