import { z } from 'zod'
import { EntityId, RelatedItem, RelatedType } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.listForRelatedEntity',
  summary: 'List related items that are one entity',
  phrase: 'List where {relatedEntityType} {relatedEntityId} is a related item',
  http: { method: 'GET', path: '/v2/related-items/with-related-entity/{relatedEntityType}/{relatedEntityId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ relatedEntityType: RelatedType, relatedEntityId: EntityId }),
  output: z.array(RelatedItem),
  examples: [
    {
      input: { relatedEntityType: 'DOCUMENT', relatedEntityId: 91 },
      output: [
        {
          id: 601,
          type: 'ENTITY',
          entityType: 'NODE',
          entityId: 1001,
          relEntityType: 'DOCUMENT',
          relEntityId: 91,
          createTime: 1_767_600_000,
        },
      ],
    },
  ],
})
