import { z } from 'zod'
import { CustomFieldDefinition, newFieldInput } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.createMany',
  summary: 'Create several custom fields, all or none',
  phrase: 'Create several custom fields',
  http: { method: 'POST', path: '/v2/custom-fields/bulk' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    customFields: z.array(z.strictObject(newFieldInput)).min(1).describe('Fields to create'),
  }),
  output: z.array(CustomFieldDefinition),
  examples: [
    {
      input: {
        customFields: [
          { label: 'Rack', fieldName: 'rack', type: 'TEXT', definitionScope: ['NODE'] },
          { label: 'Door code', fieldName: 'doorCode', type: 'TEXT_ENCRYPTED', definitionScope: ['LOCATION'] },
        ],
      },
      output: [
        { name: 'rack', label: 'Rack', type: 'TEXT', definitionScope: ['NODE'] },
        { name: 'doorCode', label: 'Door code', type: 'TEXT_ENCRYPTED', definitionScope: ['LOCATION'] },
      ],
    },
  ],
})
