/** Devices without an agent, kept for the inventory of assets. */
import { z } from 'zod'
import { DeviceId, LocationId, MomentInput, OrganizationId, UserUid } from './index.ts'

export const UnmanagedDeviceId = DeviceId.describe('Id of an unmanaged device')

/** What create and update share. */
export const unmanagedDeviceFields = {
  name: z.string().min(1).max(200).describe('Name, at most 200 characters'),
  orgId: OrganizationId,
  locationId: LocationId,
}

export const unmanagedDeviceExtras = {
  assignedUserUid: UserUid.describe('Owner').optional(),
  warrantyStartDate: MomentInput.optional(),
  warrantyEndDate: MomentInput.optional(),
  assetFields: z
    .strictObject({
      serialNumber: z.string().describe('Serial number').optional(),
      assetId: z.string().describe('Asset id').optional(),
      assetStatus: z.string().describe('Asset status').optional(),
      // The spec says only "double"; seconds like the warranty dates beside it, not seen live (grade U).
      assetPurchaseDate: MomentInput.optional(),
      assetPurchaseAmount: z.number().min(0).describe('Price').optional(),
      assetExpectedLifetime: z.string().describe('Expected lifetime').optional(),
    })
    .describe('What the inventory says of it')
    .optional(),
}
