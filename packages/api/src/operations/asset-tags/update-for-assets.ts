import { z } from 'zod'
import { AssetType, TagIds } from '../../fields/asset-tags.ts'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.updateForAssets',
  summary: 'Add and remove asset tags on several assets',
  phrase: 'Change the asset tags of {assetType} {assetIds}',
  http: { method: 'POST', path: '/v2/tag/{assetType}' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    assetType: AssetType,
    assetIds: z.array(DeviceId).min(1).describe('Ids of devices'),
    tagIdsToAdd: TagIds.describe('Tags they get').optional(),
    tagIdsToRemove: TagIds.describe('Tags they lose').optional(),
  }),
  output: NoContent,
  examples: [
    {
      input: { assetType: 'device', assetIds: [1001, 1002], tagIdsToAdd: [501], tagIdsToRemove: [502] },
      output: undefined,
    },
  ],
})
