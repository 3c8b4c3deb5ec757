import { z } from 'zod'
import { DocumentTemplateId } from '../../fields/documents.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.archive',
  summary: 'Archive a document template',
  phrase: 'Archive document template {documentTemplateId}',
  http: { method: 'POST', path: '/v2/document-templates/{documentTemplateId}/archive' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateId: DocumentTemplateId }),
  output: NoContent,
  examples: [{ input: { documentTemplateId: 81 }, output: undefined }],
})
