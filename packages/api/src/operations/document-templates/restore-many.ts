import { z } from 'zod'
import { DocumentTemplate, DocumentTemplateIds } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.restoreMany',
  summary: 'Restore several archived document templates',
  phrase: 'Restore document templates {documentTemplateIds}',
  http: { method: 'POST', path: '/v2/document-templates/restore', body: 'documentTemplateIds' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateIds: DocumentTemplateIds }),
  // One template for many ids, says the spec. A list passes too: what was accepted is never a failure for its body.
  output: DocumentTemplate,
  examples: [
    {
      input: { documentTemplateIds: [81] },
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
