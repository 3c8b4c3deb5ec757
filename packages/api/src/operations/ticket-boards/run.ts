import { z } from 'zod'
import { PageSize, TicketBoardId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketBoards.run',
  summary: 'List tickets of a board',
  phrase: 'List tickets of board {boardId}',
  http: { method: 'POST', path: '/v2/ticketing/trigger/board/{boardId}/run' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'board',
  input: z.strictObject({
    boardId: TicketBoardId,
    sortBy: z
      .array(z.strictObject({ field: z.string().min(1), direction: z.enum(['ASC', 'DESC']) }))
      .describe('Sort order')
      .optional(),
    // By status or client the vendor refuses with 400 or answers wrongly: filter what comes back (§5, "Ticketing").
    filters: z
      .array(
        z.strictObject({
          field: z.string().min(1),
          operator: z.string().min(1),
          value: z.string().optional(),
          params: z.strictObject({ repeat: z.boolean().optional(), value: z.string().optional() }).optional(),
        }),
      )
      .describe('Filters of the board; operators such as is, is_not, contains, between, in')
      .optional(),
    pageSize: PageSize.optional(),
    searchCriteria: z.string().max(512).describe('Text to look for, at most 512 characters').optional(),
    includeColumns: z.array(z.string().min(1)).describe('Columns to answer with').optional(),
    lastCursorId: z.int().min(0).describe('metadata.lastCursorId of the page before; 0 at first').optional(),
  }),
  output: z.looseObject({
    data: z.array(z.record(z.string(), z.unknown())),
    metadata: z.looseObject({ lastCursorId: z.int().optional(), columns: z.array(z.string()).optional() }).optional(),
  }),
  examples: [
    {
      input: { boardId: 2, pageSize: 50, lastCursorId: 0, sortBy: [{ field: 'id', direction: 'DESC' }] },
      output: {
        data: [{ id: 4711, summary: 'Printer offline' }],
        metadata: { lastCursorId: 50, columns: ['id', 'summary'] },
      },
    },
  ],
})
