import { z } from 'zod'
import { TagIds } from '../../fields/asset-tags.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.deleteMany',
  summary: 'Delete several asset tags',
  phrase: 'Delete asset tags {tagIds}',
  http: { method: 'POST', path: '/v2/tag/delete', body: 'tagIds' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tagIds: TagIds.min(1) }),
  output: NoContent,
  examples: [{ input: { tagIds: [501, 502] }, output: undefined }],
})
