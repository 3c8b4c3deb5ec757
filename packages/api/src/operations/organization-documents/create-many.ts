import { z } from 'zod'
import { NewDocument, OrganizationDocument } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.createMany',
  summary: 'Create several documents of organizations',
  phrase: 'Create documents {documents} of organizations',
  http: { method: 'POST', path: '/v2/organization/documents', body: 'documents' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documents: z.array(NewDocument).min(1).describe('Documents to create') }),
  output: z.array(OrganizationDocument),
  examples: [
    {
      input: {
        documents: [
          { organizationId: 1, documentTemplateId: 81, documentName: 'Network', fields: { gateway: '192.0.2.1' } },
        ],
      },
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
