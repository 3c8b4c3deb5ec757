import { z } from 'zod'
import { AssetTag, TagDescription, TagId, TagIds, TagName } from '../../fields/asset-tags.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.merge',
  summary: 'Merge asset tags into one',
  phrase: 'Merge asset tags {tagIds} into {mergeIntoTagId} {name}',
  http: { method: 'POST', path: '/v2/tag/merge' },
  scope: 'management',
  // Which assets had which of the tags is lost.
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z
    .strictObject({
      tagIds: TagIds.min(1).describe('Ids of the tags that become one'),
      mergeMethod: z.enum(['MERGE_INTO_EXISTING_TAG', 'MERGE_INTO_NEW_TAG']).describe('Into which tag'),
      mergeIntoTagId: TagId.describe('Tag that stays, with MERGE_INTO_EXISTING_TAG').optional(),
      name: TagName.describe('Name of the new tag, with MERGE_INTO_NEW_TAG').optional(),
      description: TagDescription.describe('Description of the new tag').optional(),
    })
    .refine((input) => (input.mergeMethod === 'MERGE_INTO_EXISTING_TAG') === (input.mergeIntoTagId !== undefined), {
      path: ['mergeIntoTagId'],
      message: 'MERGE_INTO_EXISTING_TAG takes mergeIntoTagId, MERGE_INTO_NEW_TAG takes name',
    })
    .refine((input) => (input.mergeMethod === 'MERGE_INTO_NEW_TAG') === (input.name !== undefined), {
      path: ['name'],
      message: 'MERGE_INTO_NEW_TAG takes name, MERGE_INTO_EXISTING_TAG takes mergeIntoTagId',
    }),
  output: AssetTag,
  examples: [
    {
      input: { tagIds: [501, 502], mergeMethod: 'MERGE_INTO_EXISTING_TAG', mergeIntoTagId: 501 },
      output: {
        id: 501,
        name: 'Loan pool',
        description: 'Lent out by the day',
        createTime: 1_767_600_000,
        createdByUserId: 201,
      },
    },
    {
      input: { tagIds: [501, 502], mergeMethod: 'MERGE_INTO_NEW_TAG', name: 'Lent out' },
      output: {
        id: 503,
        name: 'Lent out',
        description: 'Lent out by the day',
        createTime: 1_767_600_000,
        createdByUserId: 201,
      },
    },
  ],
})
