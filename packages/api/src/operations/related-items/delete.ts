import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { RelatedItemId } from '../../fields/related-items.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'relatedItems.delete',
  summary: 'Delete a related item',
  phrase: 'Delete related item {relatedItemId}',
  http: { method: 'DELETE', path: '/v2/related-items/{relatedItemId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ relatedItemId: RelatedItemId }),
  output: NoContent,
  examples: [{ input: { relatedItemId: 601 }, output: undefined }],
})
