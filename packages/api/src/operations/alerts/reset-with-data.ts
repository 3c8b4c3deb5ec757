import { z } from 'zod'
import { AlertUid, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'alerts.resetWithData',
  summary: 'Reset an alert and record data with it',
  phrase: 'Dismiss alert {uid} with data',
  http: { method: 'POST', path: '/v2/alert/{uid}/reset', body: 'data' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    uid: AlertUid,
    data: z.record(z.string(), z.unknown()).describe('Free-form data, kept in the activity of the reset'),
  }),
  output: NoContent,
  examples: [
    {
      input: { uid: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f', data: { ticket: 4711, by: 'night shift' } },
      output: undefined,
    },
  ],
})
