import { z } from 'zod'
import { DocumentTemplate, newTemplateFields } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.create',
  summary: 'Create a document template',
  phrase: 'Create document template {name}',
  http: { method: 'POST', path: '/v2/document-templates' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(newTemplateFields),
  output: DocumentTemplate,
  examples: [
    {
      input: { name: 'Network', fields: [{ fieldLabel: 'Gateway', fieldName: 'gateway', fieldType: 'IP_ADDRESS' }] },
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
