import { z } from 'zod'
import { DocumentTemplateId } from '../../fields/documents.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.delete',
  summary: 'Delete a document template',
  phrase: 'Delete document template {documentTemplateId}',
  http: { method: 'DELETE', path: '/v2/document-templates/{documentTemplateId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateId: DocumentTemplateId }),
  output: NoContent,
  examples: [{ input: { documentTemplateId: 81 }, output: undefined }],
})
