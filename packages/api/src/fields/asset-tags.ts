/** Tags of the asset inventory; the `tags` of a device are others, which the API cannot change (ninjaone-api §9.8). */
import { z } from 'zod'
import { Timestamp } from './index.ts'

export const TagId = z.int().positive().describe('Asset tag id, from assetTags.list')
export const TagIds = z.array(TagId).describe('Ids of asset tags, from assetTags.list')
export const TagName = z.string().min(1).max(40).describe('Name, at most 40 characters')
export const TagDescription = z.string().max(250).describe('Description, at most 250 characters')
/** The vendor knows one word so far, so what follows are ids of devices. */
export const AssetType = z.enum(['device']).describe('Kind of asset')

export const AssetTag = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
  createdByUserId: z.int().optional(),
  updatedByUserId: z.int().optional(),
})

export const TagAuthor = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
})
