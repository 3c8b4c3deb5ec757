import { z } from 'zod'
import { EntityId, HostType, RelatedItem, relationFields } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.addRelation',
  summary: 'Relate an entity to another one',
  phrase: 'Relate {entityType} {entityId} to {relEntityType} {relEntityId}',
  http: { method: 'POST', path: '/v2/related-items/entity/{entityType}/{entityId}/relation' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ entityType: HostType, entityId: EntityId, ...relationFields }),
  output: RelatedItem,
  examples: [
    {
      input: { entityType: 'NODE', entityId: 1001, relEntityType: 'DOCUMENT', relEntityId: 91 },
      output: {
        id: 601,
        type: 'ENTITY',
        entityType: 'NODE',
        entityId: 1001,
        relEntityType: 'DOCUMENT',
        relEntityId: 91,
        createTime: 1_767_600_000,
      },
    },
  ],
})
