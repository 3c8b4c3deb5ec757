import { z } from 'zod'
import { DocumentTemplateId, documentFields, OrganizationDocument } from '../../fields/documents.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.create',
  summary: 'Create a document of an organization',
  phrase: 'Create document {documentName} of {organizationId} by template {documentTemplateId}',
  http: { method: 'POST', path: '/v2/organization/{organizationId}/template/{documentTemplateId}/document' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ organizationId: OrganizationId, documentTemplateId: DocumentTemplateId, ...documentFields }),
  output: OrganizationDocument,
  examples: [
    {
      input: { organizationId: 1, documentTemplateId: 81, documentName: 'Network', fields: { gateway: '192.0.2.1' } },
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
