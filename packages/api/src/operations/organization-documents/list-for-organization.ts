import { z } from 'zod'
import { OrganizationDocument } from '../../fields/documents.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizationDocuments.listForOrganization',
  summary: 'List documents of an organization',
  phrase: 'List documents of {organizationId}',
  http: { method: 'GET', path: '/v2/organization/{organizationId}/documents' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ organizationId: OrganizationId }),
  output: z.array(OrganizationDocument),
  examples: [
    {
      input: { organizationId: 1 },
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
