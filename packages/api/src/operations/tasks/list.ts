import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tasks.list',
  summary: 'List scheduled tasks',
  phrase: 'List scheduled tasks',
  http: { method: 'GET', path: '/v2/tasks' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string().optional(),
      description: z.string().optional(),
      enabled: z.boolean().optional(),
      created: Timestamp.optional(),
      lastRun: Timestamp.optional(),
      runCount: z.int().optional(),
    }),
  ),
  examples: [
    { input: {}, output: [{ id: 41, name: 'Weekly cleanup', enabled: true, lastRun: 1_767_500_000, runCount: 12 }] },
  ],
})
