import { z } from 'zod'
import { RelatedItem, RelatedType } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.listForRelatedEntityType',
  summary: 'List related items that are of one kind',
  phrase: 'List where any {relatedEntityType} is a related item',
  http: { method: 'GET', path: '/v2/related-items/with-related-entity-type/{relatedEntityType}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ relatedEntityType: RelatedType }),
  output: z.array(RelatedItem),
  examples: [
    {
      input: { relatedEntityType: 'DOCUMENT' },
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
