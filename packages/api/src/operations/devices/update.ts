import { z } from 'zod'
import {
  DeviceId,
  LocationId,
  MomentInput,
  NoContent,
  NodeRoleId,
  OrganizationId,
  PolicyId,
  UserData,
} from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.update',
  summary: 'Change name, role, policy or place of a device',
  phrase: 'Change settings of {id}',
  http: { method: 'PATCH', path: '/v2/device/{id}' },
  scope: 'management',
  // Another role or policy changes what the agent does on the device from then on.
  risk: 'disruptive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    displayName: z.string().min(1).describe('Name shown in the console').optional(),
    userData: UserData.optional(),
    nodeRoleId: NodeRoleId.optional(),
    // Null goes back to the mapping of the organization (ninjaone-api §5, "update device").
    policyId: PolicyId.nullable().describe('Policy of its own; null follows the organization again').optional(),
    organizationId: OrganizationId.optional(),
    locationId: LocationId.optional(),
    // The spec says only "double"; seconds like every other moment of this API, not seen live (grade U).
    warranty: z
      .strictObject({
        startDate: MomentInput.optional(),
        endDate: MomentInput.optional(),
        manufacturerFulfillmentDate: MomentInput.optional(),
      })
      .describe('Warranty dates')
      .optional(),
  }),
  output: NoContent,
  examples: [{ input: { id: 1001, displayName: 'Reception printer server', policyId: null }, output: undefined }],
})
