import { z } from 'zod'
import { HostType, RelatedItem } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.listForEntityType',
  summary: 'List related items of a kind of entity',
  phrase: 'List related items of every {entityType}',
  http: { method: 'GET', path: '/v2/related-items/with-entity-type/{entityType}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ entityType: HostType }),
  output: z.array(RelatedItem),
  examples: [
    {
      input: { entityType: 'NODE' },
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
