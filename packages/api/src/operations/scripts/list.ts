import { z } from 'zod'
import { Language, Timestamp } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'scripts.list',
  summary: 'List scripts of the library',
  phrase: 'List scripts',
  http: { method: 'GET', path: '/v2/automation/scripts' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ lang: Language.optional() }),
  output: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string(),
      description: z.string().optional(),
      active: z.boolean().optional(),
      language: z.string().optional(),
      architecture: z.array(z.string()).optional(),
      operatingSystems: z.array(z.string()).optional(),
      scriptParameters: z.array(z.string()).optional(),
      scriptVariables: z.array(z.looseObject({ id: z.string().optional(), name: z.string() })).optional(),
      createdBy: z.string().optional(),
      lastUpdatedBy: z.string().optional(),
      createdOn: Timestamp.optional(),
      updatedOn: Timestamp.optional(),
    }),
  ),
  examples: [
    {
      input: {},
      output: [
        {
          id: 7,
          name: 'Clear print queue',
          active: true,
          language: 'powershell',
          operatingSystems: ['Windows'],
          createdOn: 1_760_000_000,
          updatedOn: 1_765_000_000,
        },
      ],
    },
  ],
})
