import { z } from 'zod'
import { OrganizationDocument } from '../../fields/documents.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.list',
  summary: 'List documents of all organizations',
  phrase: 'List documents of organizations',
  http: { method: 'GET', path: '/v2/organization/documents' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    groupBy: z.enum(['TEMPLATE', 'ORGANIZATION']).describe('What the list is sorted into').optional(),
    organizationIds: z.string().min(1).describe('Comma-separated ids of organizations').optional(),
    templateIds: z.string().min(1).describe('Comma-separated ids of document templates').optional(),
    templateName: z.string().min(1).describe('Only documents of the template of this name').optional(),
    documentName: z.string().min(1).describe('Only documents of this name').optional(),
  }),
  output: z.array(OrganizationDocument),
  examples: [
    {
      input: { organizationIds: '1,2', templateName: 'Network' },
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
