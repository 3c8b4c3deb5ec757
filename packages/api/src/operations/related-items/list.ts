import { z } from 'zod'
import { RelatedItem } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.list',
  summary: 'List all related items',
  phrase: 'List all related items',
  http: { method: 'GET', path: '/v2/related-items' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(RelatedItem),
  examples: [
    {
      input: {},
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
