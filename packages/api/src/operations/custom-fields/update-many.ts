import { z } from 'zod'
import { CustomFieldDefinition, FieldName, fieldChanges } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.updateMany',
  summary: 'Change several custom fields, all or none',
  phrase: 'Change several custom fields',
  http: { method: 'PUT', path: '/v2/custom-fields/bulk' },
  scope: 'management',
  // As with one field: scripts and conditions that use it can stop working.
  risk: 'disruptive',
  // An option without an id is a new one each time.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    // Nothing but the name says which field an entry is about, so here it is no new name.
    customFields: z
      .array(z.strictObject({ fieldName: FieldName, ...fieldChanges }))
      .min(1)
      .describe('Fields to change, each by its name'),
  }),
  output: z.array(CustomFieldDefinition),
  examples: [
    {
      input: {
        customFields: [
          { fieldName: 'rack', active: false },
          { fieldName: 'doorCode', apiPermission: 'NONE' },
        ],
      },
      output: [
        { name: 'rack', active: false },
        { name: 'doorCode', apiPermission: 'NONE' },
      ],
    },
  ],
})
