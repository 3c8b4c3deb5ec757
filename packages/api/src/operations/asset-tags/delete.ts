import { z } from 'zod'
import { TagId } from '../../fields/asset-tags.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.delete',
  summary: 'Delete an asset tag',
  phrase: 'Delete asset tag {tagId}',
  http: { method: 'DELETE', path: '/v2/tag/{tagId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tagId: TagId }),
  output: NoContent,
  examples: [{ input: { tagId: 501 }, output: undefined }],
})
