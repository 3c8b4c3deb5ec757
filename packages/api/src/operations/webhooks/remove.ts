import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'webhooks.remove',
  summary: 'Stop NinjaOne from sending activities',
  phrase: 'Stop sending activities of NinjaOne',
  http: { method: 'DELETE', path: '/v2/webhook' },
  scope: 'management',
  // Deliveries stop, and the configuration cannot be read back to restore it (ninjaone-api §8).
  risk: 'disruptive',
  idempotent: true,
  // The same as for webhooks.set: the configuration belongs to the application that made it.
  identity: 'user',
  paging: 'none',
  input: z.strictObject({}),
  output: NoContent,
  examples: [{ input: {}, output: undefined }],
})
