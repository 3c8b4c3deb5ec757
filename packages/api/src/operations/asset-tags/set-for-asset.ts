import { z } from 'zod'
import { AssetType, TagIds } from '../../fields/asset-tags.ts'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'assetTags.setForAsset',
  summary: 'Set exactly which asset tags an asset has',
  phrase: 'Give {assetType} {assetId} exactly the asset tags {tagIds}',
  http: { method: 'PUT', path: '/v2/tag/{assetType}/{assetId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    assetType: AssetType,
    assetId: DeviceId,
    tagIds: TagIds.describe('All its tags from then on; none with an empty list'),
  }),
  output: NoContent,
  examples: [{ input: { assetType: 'device', assetId: 1001, tagIds: [501, 503] }, output: undefined }],
})
