import { z } from 'zod'
import { AssetTag, TagDescription, TagId, TagName } from '../../fields/asset-tags.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.update',
  summary: 'Change an asset tag',
  phrase: 'Change asset tag {tagId}',
  http: { method: 'PUT', path: '/v2/tag/{tagId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tagId: TagId, name: TagName.optional(), description: TagDescription.optional() }),
  output: AssetTag,
  examples: [
    {
      input: { tagId: 501, name: 'Loan devices', description: 'Lent out by the day' },
      output: {
        id: 501,
        name: 'Loan devices',
        description: 'Lent out by the day',
        createTime: 1_767_600_000,
        createdByUserId: 201,
      },
    },
  ],
})
