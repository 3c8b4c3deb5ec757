import { z } from 'zod'
import { ChangedDocument, DocumentId, documentFields } from '../../fields/documents.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.update',
  summary: 'Change a document of an organization',
  phrase: 'Change document {documentId} of {organizationId}',
  http: { method: 'POST', path: '/v2/organization/{organizationId}/document/{documentId}' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ organizationId: OrganizationId, documentId: DocumentId, ...documentFields }),
  output: ChangedDocument,
  examples: [
    {
      input: { organizationId: 1, documentId: 91, fields: { gateway: '192.0.2.1' } },
      output: {
        documentId: 91,
        documentName: 'Network',
        documentTemplateId: 81,
        documentTemplateName: 'Network',
        organizationId: 1,
        updatedFields: [{ name: 'gateway', value: '192.0.2.1', valueUpdateTime: 1_767_600_000 }],
      },
    },
  ],
})
