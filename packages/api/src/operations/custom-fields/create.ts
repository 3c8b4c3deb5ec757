import { z } from 'zod'
import { CustomFieldDefinition, newFieldInput } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.create',
  summary: 'Create a custom field',
  phrase: 'Create {type} custom field {fieldName}',
  http: { method: 'POST', path: '/v2/custom-fields' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(newFieldInput),
  output: CustomFieldDefinition,
  examples: [
    {
      input: {
        label: 'Backup tier',
        fieldName: 'backupTier',
        type: 'DROPDOWN',
        definitionScope: ['NODE'],
        technicianPermission: 'EDITABLE',
        scriptPermission: 'READ_ONLY',
        content: { values: [{ name: 'Gold' }, { name: 'Silver' }], required: false },
      },
      output: {
        name: 'backupTier',
        label: 'Backup tier',
        type: 'DROPDOWN',
        definitionScope: ['NODE'],
        active: true,
        createTime: 1_767_600_000,
      },
    },
  ],
})
