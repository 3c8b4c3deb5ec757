import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'ticketBoards.list',
  summary: 'List ticket boards',
  phrase: 'List ticket boards',
  http: { method: 'GET', path: '/v2/ticketing/trigger/boards' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(
    z.looseObject({
      id: z.int(),
      uid: z.string().optional(),
      name: z.string().optional(),
      description: z.string().optional(),
      system: z.boolean().optional(),
      columns: z.array(z.string()).optional(),
      ticketCount: z.int().optional(),
      createTime: Timestamp.optional(),
      updateTime: Timestamp.optional(),
    }),
  ),
  examples: [
    { input: {}, output: [{ id: 2, name: 'All tickets', system: true, columns: ['id', 'summary'], ticketCount: 41 }] },
  ],
})
