import { z } from 'zod'
import { Policy } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policies.list',
  summary: 'List policies',
  phrase: 'List policies',
  http: { method: 'GET', path: '/v2/policies' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(Policy),
  examples: [
    {
      input: {},
      output: [
        {
          id: 51,
          name: 'Windows Server Policy',
          nodeClass: 'WINDOWS_SERVER',
          nodeClassDefault: true,
          updated: 1_765_000_000,
        },
      ],
    },
  ],
})
