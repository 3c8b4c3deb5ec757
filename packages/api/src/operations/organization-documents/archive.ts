import { z } from 'zod'
import { DocumentId, OrganizationDocument } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.archive',
  summary: 'Archive a document of an organization',
  phrase: 'Archive organization document {documentId}',
  http: { method: 'POST', path: '/v2/organization/document/{documentId}/archive' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentId: DocumentId }),
  output: OrganizationDocument,
  examples: [
    {
      input: { documentId: 91 },
      output: {
        documentId: 91,
        documentName: 'Network',
        documentTemplateId: 81,
        documentTemplateName: 'Network',
        organizationId: 1,
        fields: [{ name: 'gateway', value: '192.0.2.1', valueUpdateTime: 1_767_600_000 }],
      },
    },
  ],
})
