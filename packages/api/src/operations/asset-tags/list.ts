import { z } from 'zod'
import { AssetTag, TagAuthor } from '../../fields/asset-tags.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.list',
  summary: 'List asset tags',
  phrase: 'List asset tags',
  http: { method: 'GET', path: '/v2/tag' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.looseObject({
    tags: z.array(
      AssetTag.extend({
        targetsCount: z.int().optional(),
        createdBy: TagAuthor.optional(),
        updatedBy: TagAuthor.optional(),
      }),
    ),
  }),
  examples: [
    { input: {}, output: { tags: [{ id: 501, name: 'Loan pool', createTime: 1_767_600_000, targetsCount: 4 }] } },
  ],
})
