import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { EntityId, RelatedType } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.deleteAll',
  summary: 'Delete all related items of an entity',
  phrase: 'Delete all related items of {entityType} {entityId}',
  http: { method: 'DELETE', path: '/v2/related-items/{entityType}/{entityId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  // Unlike everywhere else, the vendor takes the kinds of related entities here, and not only those that have items.
  input: z.strictObject({ entityType: RelatedType, entityId: EntityId }),
  output: NoContent,
  examples: [{ input: { entityType: 'NODE', entityId: 1001 }, output: undefined }],
})
