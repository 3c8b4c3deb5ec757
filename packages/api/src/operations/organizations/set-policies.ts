import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { PolicyMapping } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.setPolicies',
  summary: 'Set the policies of an organization by device role',
  phrase: 'Set policies of organization {id}',
  http: { method: 'PUT', path: '/v2/organization/{id}/policies', body: 'policies' },
  scope: 'management',
  // All devices of these roles follow another policy from then on; there is no GET to see it beforehand.
  risk: 'disruptive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: OrganizationId,
    policies: z.array(PolicyMapping).min(1).describe('Policy for each device role'),
  }),
  // Ids of the devices concerned; clients in production also met 204 (ninjaone-api §5).
  output: z.array(z.int()).optional(),
  examples: [{ input: { id: 1, policies: [{ nodeRoleId: 1, policyId: 51 }] }, output: [1001, 1002] }],
})
