import { z } from 'zod'
import { Files } from '../../fields/files.ts'
import { NoContent, TicketId } from '../../fields/index.ts'
import { TicketComment } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tickets.addComment',
  summary: 'Add a comment to a ticket',
  phrase: 'Comment on ticket {ticketId}',
  // Plain JSON is refused with 415; the comment is one part of a form (ninjaone-api §5, "Ticketing").
  http: {
    method: 'POST',
    path: '/v2/ticketing/ticket/{ticketId}/comment',
    multipart: { comment: 'json', files: 'file' },
  },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  // Ticket writes are refused without a user (ninjaone-api §3).
  identity: 'user',
  paging: 'none',
  input: z.strictObject({
    ticketId: TicketId,
    comment: TicketComment.refine((comment) => comment.body !== undefined || comment.htmlBody !== undefined, {
      path: ['body'],
      message: 'give body, htmlBody or both',
    }).describe('The comment; with public true the requester reads it'),
    files: Files.optional(),
  }),
  output: NoContent,
  examples: [
    {
      input: { ticketId: 4711, comment: { public: true, body: 'Restarted the spooler', timeTracked: 300 } },
      output: undefined,
    },
    {
      input: {
        ticketId: 4711,
        comment: { public: false, body: 'The log of the spooler' },
        files: [{ name: 'spooler.log', contentType: 'text/plain', base64: 'MDk6MTIgcmVzdGFydGVkCg==' }],
      },
      output: undefined,
    },
  ],
})
