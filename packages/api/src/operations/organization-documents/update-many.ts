import { z } from 'zod'
import { ChangedDocument, DocumentChange } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.updateMany',
  summary: 'Change several documents of organizations',
  phrase: 'Change documents {documents} of organizations',
  http: { method: 'PATCH', path: '/v2/organization/documents', body: 'documents' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ documents: z.array(DocumentChange).min(1).describe('Changes, one for each document') }),
  output: z.array(ChangedDocument),
  examples: [
    {
      input: { documents: [{ documentId: 91, fields: { gateway: '192.0.2.1' } }] },
      output: [
        {
          documentId: 91,
          documentName: 'Network',
          documentTemplateId: 81,
          documentTemplateName: 'Network',
          organizationId: 1,
          updatedFields: [{ name: 'gateway', value: '192.0.2.1', valueUpdateTime: 1_767_600_000 }],
        },
      ],
    },
  ],
})
