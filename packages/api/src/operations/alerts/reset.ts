import { z } from 'zod'
import { AlertUid, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'alerts.reset',
  summary: 'Reset (dismiss) an alert',
  phrase: 'Dismiss alert {uid}',
  http: { method: 'DELETE', path: '/v2/alert/{uid}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ uid: AlertUid }),
  output: NoContent,
  examples: [{ input: { uid: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f' }, output: undefined }],
})
