import { z } from 'zod'
import { CustomFieldDefinition, FieldName } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.get',
  summary: 'Read one custom field definition',
  phrase: 'Read custom field {fieldName}',
  http: { method: 'GET', path: '/v2/custom-fields/field-name/{fieldName}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ fieldName: FieldName }),
  output: CustomFieldDefinition,
  examples: [
    {
      input: { fieldName: 'assetTag' },
      output: { name: 'assetTag', label: 'Asset tag', type: 'TEXT', definitionScope: ['NODE'], active: true },
    },
  ],
})
