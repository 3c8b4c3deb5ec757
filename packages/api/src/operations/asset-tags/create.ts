import { z } from 'zod'
import { AssetTag, TagDescription, TagName } from '../../fields/asset-tags.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.create',
  summary: 'Create an asset tag',
  phrase: 'Create asset tag {name}',
  http: { method: 'POST', path: '/v2/tag' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ name: TagName, description: TagDescription.optional() }),
  output: AssetTag,
  examples: [
    {
      input: { name: 'Loan pool', description: 'Lent out by the day' },
      output: {
        id: 501,
        name: 'Loan pool',
        description: 'Lent out by the day',
        createTime: 1_767_600_000,
        createdByUserId: 201,
      },
    },
  ],
})
