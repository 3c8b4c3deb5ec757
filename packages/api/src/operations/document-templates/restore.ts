import { z } from 'zod'
import { DocumentTemplate, DocumentTemplateId } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.restore',
  summary: 'Restore an archived document template',
  phrase: 'Restore document template {documentTemplateId}',
  http: { method: 'POST', path: '/v2/document-templates/{documentTemplateId}/restore' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateId: DocumentTemplateId }),
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
