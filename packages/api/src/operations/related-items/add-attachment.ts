import { z } from 'zod'
import { FileContent } from '../../fields/files.ts'
import { EntityId, HostType, RelatedItem } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.addAttachment',
  summary: 'Attach a file to an entity',
  phrase: 'Attach {file} to {entityType} {entityId}',
  http: {
    method: 'POST',
    path: '/v2/related-items/entity/{entityType}/{entityId}/attachment',
    multipart: { file: 'file' },
  },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ entityType: HostType, entityId: EntityId, file: FileContent }),
  output: RelatedItem,
  examples: [
    {
      input: {
        entityType: 'NODE',
        entityId: 1001,
        file: { name: 'network.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' },
      },
      output: {
        id: 602,
        type: 'VALUE',
        entityType: 'NODE',
        entityId: 1001,
        relEntityType: 'ATTACHMENT',
        value: {
          name: 'network.pdf',
          mimeType: 'application/pdf',
          size: '48213',
          extension: 'pdf',
          contentId: '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1',
        },
      },
    },
  ],
})
