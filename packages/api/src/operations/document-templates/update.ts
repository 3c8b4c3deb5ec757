import { z } from 'zod'
import { DocumentTemplate, DocumentTemplateId, templateChangeFields } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.update',
  summary: 'Change a document template',
  phrase: 'Change document template {documentTemplateId} {name}',
  http: { method: 'PUT', path: '/v2/document-templates/{documentTemplateId}' },
  scope: 'management',
  // What becomes of a field that the new list leaves out, and of its values in every document, the vendor does not
  // say, so the worst is assumed.
  risk: 'destructive',
  // A field without an id is a new one each time.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateId: DocumentTemplateId, ...templateChangeFields }),
  output: DocumentTemplate,
  examples: [
    {
      input: { documentTemplateId: 81, fields: [{ fieldId: 811, fieldLabel: 'Default gateway' }] },
      output: {
        id: 81,
        name: 'Network',
        allowMultiple: false,
        mandatory: false,
        fields: [{ fieldId: 811, fieldLabel: 'Default gateway', fieldName: 'gateway', fieldType: 'IP_ADDRESS' }],
      },
    },
  ],
})
