import { z } from 'zod'
import { Status } from '../../fields/tickets.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketStatuses.list',
  summary: 'List ticket statuses',
  phrase: 'List ticket statuses',
  http: { method: 'GET', path: '/v2/ticketing/statuses' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(Status),
  examples: [
    {
      input: {},
      output: [
        { statusId: 1000, name: 'NEW', displayName: 'New' },
        { statusId: 2001, name: 'ESCALATED', displayName: 'Escalated', parentId: 2000 },
      ],
    },
  ],
})
