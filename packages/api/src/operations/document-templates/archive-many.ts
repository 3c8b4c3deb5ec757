import { z } from 'zod'
import { DocumentTemplateIds } from '../../fields/documents.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'documentTemplates.archiveMany',
  summary: 'Archive several document templates',
  phrase: 'Archive document templates {documentTemplateIds}',
  http: { method: 'POST', path: '/v2/document-templates/archive', body: 'documentTemplateIds' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentTemplateIds: DocumentTemplateIds }),
  output: NoContent,
  examples: [{ input: { documentTemplateIds: [81, 82] }, output: undefined }],
})
