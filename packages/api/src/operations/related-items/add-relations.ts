import { z } from 'zod'
import { EntityId, HostType, RelatedItem, relationFields } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.addRelations',
  summary: 'Relate an entity to several others',
  phrase: 'Relate {entityType} {entityId} to other entities',
  http: { method: 'POST', path: '/v2/related-items/entity/{entityType}/{entityId}/relations', body: 'relations' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    entityType: HostType,
    entityId: EntityId,
    relations: z.array(z.strictObject(relationFields)).min(1).describe('Entities to relate it to'),
  }),
  output: z.array(RelatedItem),
  examples: [
    {
      input: { entityType: 'NODE', entityId: 1001, relations: [{ relEntityType: 'DOCUMENT', relEntityId: 91 }] },
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
