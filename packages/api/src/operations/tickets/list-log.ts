import { z } from 'zod'
import { PageSize, TicketId } from '../../fields/index.ts'
import { logEntryTypes, TicketLogEntry } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tickets.listLog',
  summary: 'List comments and changes of a ticket',
  phrase: 'List the log of ticket {ticketId}',
  http: { method: 'GET', path: '/v2/ticketing/ticket/{ticketId}/log-entry' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'anchor',
  input: z.strictObject({
    ticketId: TicketId,
    type: z.enum(logEntryTypes).describe('Only entries of this type').optional(),
    createTime: z.string().min(1).describe('Filter by time; the vendor documents no form').optional(),
    anchorId: z.int().min(0).describe('Last id of the page before').optional(),
    pageSize: PageSize.describe('Rows in one page; vendor default 500').optional(),
  }),
  output: z.array(TicketLogEntry),
  examples: [
    {
      input: { ticketId: 4711, type: 'COMMENT' },
      output: [
        {
          id: 88_001,
          type: 'COMMENT',
          body: 'Restarted the spooler',
          publicEntry: true,
          createTime: 1_767_603_900,
          timeTracked: 300,
        },
      ],
    },
  ],
})
