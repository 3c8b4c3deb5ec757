import { z } from 'zod'
import { SignedUrls } from '../../fields/files.ts'
import { EntityId, HostType } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.getSignedUrls',
  summary: 'Get links to the files attached to an entity',
  phrase: 'Get links to the files attached to {entityType} {entityId}',
  http: { method: 'GET', path: '/v2/related-items/with-entity/{entityType}/{entityId}/attachments/signed-urls' },
  scope: 'monitoring',
  // Whoever has one of these links can fetch the file without signing in. It reads all the same: nothing changes.
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ entityType: HostType, entityId: EntityId }),
  output: SignedUrls,
  examples: [
    {
      input: { entityType: 'NODE', entityId: 1001 },
      output: { '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1': 'https://files.example.com/network.pdf?signature=c0ffee' },
    },
  ],
})
