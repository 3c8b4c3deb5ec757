import { z } from 'zod'
import { FieldName } from '../../fields/custom-field-definitions.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.delete',
  summary: 'Delete a custom field with all its values',
  phrase: 'Delete custom field {fieldName} with all its values',
  http: { method: 'DELETE', path: '/v2/custom-fields/field-name/{fieldName}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ fieldName: FieldName }),
  output: NoContent,
  examples: [{ input: { fieldName: 'backupTier' }, output: undefined }],
})
