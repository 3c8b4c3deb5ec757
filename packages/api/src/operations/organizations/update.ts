import { z } from 'zod'
import { NoContent, OrganizationId, UserData } from '../../fields/index.ts'
import { ApprovalMode, Description, OrganizationName } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.update',
  summary: 'Change an organization',
  phrase: 'Change organization {id}',
  http: { method: 'PATCH', path: '/v2/organization/{id}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: OrganizationId,
    name: OrganizationName.optional(),
    description: Description.optional(),
    userData: UserData.optional(),
    // Reported to be ignored once the organization exists (ninjaone-api §5, "update org", grade C).
    nodeApprovalMode: ApprovalMode.optional(),
  }),
  output: NoContent,
  examples: [{ input: { id: 1, description: 'Two dentists, one server' }, output: undefined }],
})
