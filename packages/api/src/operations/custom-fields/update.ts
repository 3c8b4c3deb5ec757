import { z } from 'zod'
import {
  CustomFieldDefinition,
  FieldName,
  fieldChanges,
  RenamedFieldName,
} from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.update',
  summary: 'Change a custom field',
  phrase: 'Change custom field {fieldName}',
  // The path takes `fieldName` for the field as it is, the body for its new name.
  http: { method: 'PUT', path: '/v2/custom-fields/field-name/{fieldName}', wireNames: { newFieldName: 'fieldName' } },
  scope: 'management',
  // Scripts and conditions use a field by its name and its permissions, so they can stop working.
  risk: 'disruptive',
  // An option without an id is a new one each time, and after a new name the old one leads nowhere.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ fieldName: FieldName, newFieldName: RenamedFieldName.optional(), ...fieldChanges }),
  output: CustomFieldDefinition,
  examples: [
    {
      input: { fieldName: 'backupTier', label: 'Backup class', content: { values: [{ name: 'Bronze' }] } },
      output: { name: 'backupTier', label: 'Backup class', type: 'DROPDOWN', updateTime: 1_767_600_000 },
    },
  ],
})
