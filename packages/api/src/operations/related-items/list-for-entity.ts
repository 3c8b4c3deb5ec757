import { z } from 'zod'
import { EntityId, HostType, RelatedItem } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.listForEntity',
  summary: 'List related items of an entity',
  phrase: 'List related items of {entityType} {entityId}',
  http: { method: 'GET', path: '/v2/related-items/with-entity/{entityType}/{entityId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  // What the words of `scope` mean is read from their names: the vendor explains none of them.
  input: z.strictObject({
    entityType: HostType,
    entityId: EntityId,
    scope: z
      .enum(['ALL', 'HOSTING', 'HOSTED_BY'])
      .describe('HOSTING: items it has; HOSTED_BY: items of others that are it')
      .optional(),
  }),
  output: z.array(RelatedItem),
  examples: [
    {
      input: { entityType: 'NODE', entityId: 1001, scope: 'ALL' },
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
