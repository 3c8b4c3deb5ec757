import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'groups.list',
  summary: 'List groups (saved searches)',
  phrase: 'List groups',
  http: { method: 'GET', path: '/v2/groups' },
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
      shared: z.boolean().optional(),
      deviceCount: z.int().optional(),
      created: Timestamp.optional(),
      updated: Timestamp.optional(),
      lastEvaluated: Timestamp.optional(),
    }),
  ),
  examples: [
    {
      input: {},
      output: [
        { id: 563, name: 'Servers that need a reboot', shared: true, deviceCount: 12, lastEvaluated: 1_767_600_000 },
      ],
    },
  ],
})
