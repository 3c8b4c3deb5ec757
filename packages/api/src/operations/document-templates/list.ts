import { z } from 'zod'
import { DocumentTemplate, IncludeTechnicianRoles } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.list',
  summary: 'List document templates',
  phrase: 'List document templates',
  http: { method: 'GET', path: '/v2/document-templates' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    templateName: z.string().min(1).describe('Only templates of this name').optional(),
    includeTechnicianRoles: IncludeTechnicianRoles.optional(),
  }),
  output: z.array(DocumentTemplate),
  examples: [
    {
      input: { templateName: 'Network' },
      output: [
        {
          id: 81,
          name: 'Network',
          allowMultiple: false,
          mandatory: false,
          fields: [{ fieldId: 811, fieldLabel: 'Gateway', fieldName: 'gateway', fieldType: 'IP_ADDRESS' }],
        },
      ],
    },
  ],
})
