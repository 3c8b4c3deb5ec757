import { z } from 'zod'
import { OrganizationId, UserData } from '../../fields/index.ts'
import { ApprovalMode, Description, locationFields, OrganizationName, PolicyMapping } from '../../fields/records.ts'
import { OrganizationDetailed } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.create',
  summary: 'Create an organization',
  phrase: 'Create organization {name} like {templateOrganizationId}',
  http: { method: 'POST', path: '/v2/organizations', query: ['templateOrganizationId'] },
  scope: 'management',
  risk: 'write',
  // Two calls make two organizations, and no organization can be deleted (ninjaone-api §9.8).
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    templateOrganizationId: OrganizationId.optional(),
    name: OrganizationName,
    description: Description.optional(),
    userData: UserData.optional(),
    nodeApprovalMode: ApprovalMode.optional(),
    locations: z.array(z.strictObject(locationFields)).describe('Locations to begin with').optional(),
    policies: z.array(PolicyMapping).describe('Policy for each device role').optional(),
  }),
  output: OrganizationDetailed,
  examples: [
    {
      input: {
        name: 'Maple Law',
        nodeApprovalMode: 'MANUAL',
        templateOrganizationId: 1,
        locations: [{ name: 'Main office' }],
      },
      output: { id: 3, name: 'Maple Law', nodeApprovalMode: 'MANUAL', locations: [{ id: 31, name: 'Main office' }] },
    },
  ],
})
