import { z } from 'zod'
import { LocationId, MomentInput, NodeRoleId, OrganizationId, UserUid } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.stage',
  summary: 'Create a staged device',
  phrase: 'Stage device {name} for {orgId}',
  http: { method: 'POST', path: '/v2/staged-device' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    name: z.string().min(1).max(200).describe('Name, at most 200 characters'),
    orgId: OrganizationId,
    locationId: LocationId,
    roleId: NodeRoleId,
    assignedUserUid: UserUid.describe('Owner').optional(),
    // The spec says only "double" for dates; seconds like every other moment of this API, not seen live (grade U).
    warrantyStartDate: MomentInput.optional(),
    warrantyEndDate: MomentInput.optional(),
    itamAssetId: z.string().describe('Asset id').optional(),
    itamAssetStatus: z.string().describe('Asset status').optional(),
    itamAssetPurchaseDate: MomentInput.optional(),
    itamAssetPurchaseAmount: z.number().min(0).describe('Price').optional(),
    itamAssetExpectedLifetime: z.string().describe('Expected lifetime').optional(),
    itamAssetEndOfLifeDate: MomentInput.optional(),
    itamAssetSerialNumber: z.string().describe('Serial number').optional(),
  }),
  output: z.looseObject({ nodeId: z.int() }),
  examples: [{ input: { name: 'CEDAR-LAPTOP09', orgId: 1, locationId: 11, roleId: 3 }, output: { nodeId: 1090 } }],
})
