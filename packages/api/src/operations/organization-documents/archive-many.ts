import { z } from 'zod'
import { DocumentIds, OrganizationDocument } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.archiveMany',
  summary: 'Archive several documents of organizations',
  phrase: 'Archive organization documents {documentIds}',
  http: { method: 'POST', path: '/v2/organization/documents/archive', body: 'documentIds' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documentIds: DocumentIds }),
  output: z.array(OrganizationDocument),
  examples: [
    {
      input: { documentIds: [91] },
      output: [
        {
          documentId: 91,
          documentName: 'Network',
          documentTemplateId: 81,
          documentTemplateName: 'Network',
          organizationId: 1,
          fields: [{ name: 'gateway', value: '192.0.2.1', valueUpdateTime: 1_767_600_000 }],
        },
      ],
    },
  ],
})
