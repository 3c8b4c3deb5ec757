import { z } from 'zod'
import { DocumentTemplate, DocumentTemplateId, IncludeTechnicianRoles } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.get',
  summary: 'Get a document template with its fields',
  phrase: 'Get document template {documentTemplateId}',
  http: { method: 'GET', path: '/v2/document-templates/{documentTemplateId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    documentTemplateId: DocumentTemplateId,
    includeTechnicianRoles: IncludeTechnicianRoles.optional(),
  }),
  output: DocumentTemplate,
  examples: [
    {
      input: { documentTemplateId: 81 },
      output: {
        id: 81,
        name: 'Network',
        allowMultiple: false,
        mandatory: false,
        fields: [{ fieldId: 811, fieldLabel: 'Gateway', fieldName: 'gateway', fieldType: 'IP_ADDRESS' }],
      },
    },
  ],
})
