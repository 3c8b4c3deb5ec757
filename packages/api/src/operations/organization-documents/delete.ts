import { z } from 'zod'
import { DocumentId } from '../../fields/documents.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.delete',
  summary: 'Delete an archived document',
  phrase: 'Delete archived organization document {documentId}',
  http: { method: 'DELETE', path: '/v2/organization/document/{documentId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentId: DocumentId }),
  output: NoContent,
  examples: [{ input: { documentId: 91 }, output: undefined }],
})
