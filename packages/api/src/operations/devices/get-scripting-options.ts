import { z } from 'zod'
import { DeviceId, Language, openEnum } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.getScriptingOptions',
  summary: 'List scripts, actions and credentials a device can run with',
  phrase: 'List what can be run on {id}',
  http: { method: 'GET', path: '/v2/device/{id}/scripting/options' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, lang: Language.optional() }),
  output: z.looseObject({
    categories: z.array(z.looseObject({ id: z.int(), name: z.string(), internal: z.boolean().optional() })).optional(),
    scripts: z
      .array(
        z.looseObject({
          type: openEnum(['ACTION', 'SCRIPT']),
          id: z.int().optional(),
          uid: z.string().optional(),
          name: z.string(),
          language: z.string().optional(),
          description: z.string().optional(),
          architecture: z.array(z.string()).optional(),
          categoryId: z.int().optional(),
        }),
      )
      .optional(),
    credentials: z
      .looseObject({
        roles: z.array(z.string()).optional(),
        credentials: z.array(z.looseObject({ id: z.int(), name: z.string(), type: z.string().optional() })).optional(),
      })
      .optional(),
  }),
  examples: [
    {
      input: { id: 1001 },
      output: {
        categories: [{ id: 1, name: 'Maintenance', internal: false }],
        scripts: [{ type: 'SCRIPT', id: 7, name: 'Clear print queue', language: 'powershell', categoryId: 1 }],
        credentials: { roles: ['system', 'loggedonuser'], credentials: [] },
      },
    },
  ],
})
