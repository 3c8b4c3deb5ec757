import { z } from 'zod'
import { DefinitionScope } from '../../fields/custom-field-definitions.ts'
import { Undescribed } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.getSignedUrls',
  summary: 'Read links to files kept in custom fields',
  phrase: 'Read links to files in custom fields of {entityType} {entityId}',
  http: { method: 'GET', path: '/v2/custom-fields/entity-type/{entityType}/{entityId}/signed-urls' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    entityType: DefinitionScope.describe('What kind of thing has the fields'),
    // A device, person, location or organization, as entityType says, so no one kind of thing could be looked up.
    entityId: z.int().positive().describe('Id of that thing'),
  }),
  // The vendor's sentence says a map from content id to link, its schema says text.
  output: Undescribed,
  examples: [
    {
      input: { entityType: 'NODE', entityId: 1001 },
      output: { '9a1b2c3d-4e5f-4061-8273-8495a6b7c8d9': 'https://files.example.com/contract.pdf?signature=c0ffee' },
    },
  ],
})
