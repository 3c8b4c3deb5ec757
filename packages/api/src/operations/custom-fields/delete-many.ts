import { z } from 'zod'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.deleteMany',
  summary: 'Delete several custom fields, all or none',
  phrase: 'Delete custom fields {fieldNames} with all their values',
  http: { method: 'DELETE', path: '/v2/custom-fields/bulk' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    fieldNames: z.string().min(1).describe('Comma-separated names of fields, from customFields.list'),
  }),
  // Their names.
  output: z.array(z.string()),
  examples: [{ input: { fieldNames: 'rack,doorCode' }, output: ['rack', 'doorCode'] }],
})
