import { z } from 'zod'
import { DocumentId } from '../../fields/documents.ts'
import { SignedUrls } from '../../fields/files.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.getSignedUrls',
  summary: 'Get links to the files of a document',
  phrase: 'Get links to the files of organization document {documentId}',
  http: { method: 'GET', path: '/v2/organization/document/{documentId}/signed-urls' },
  scope: 'monitoring',
  // Whoever has one of these links can fetch the file without signing in. It reads all the same: nothing changes.
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentId: DocumentId }),
  output: SignedUrls,
  examples: [
    {
      input: { documentId: 91 },
      output: { '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1': 'https://files.example.com/network.pdf?signature=c0ffee' },
    },
  ],
})
