import { z } from 'zod'
import { UserId } from '../../fields/index.ts'
import { UserRole } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'userRoles.removeMembers',
  summary: 'Take a role from users',
  phrase: 'Take role {roleId} from users {members}',
  http: { method: 'PATCH', path: '/v2/user/role/{roleId}/remove-members', body: 'members' },
  scope: 'management',
  // It changes what these people may do.
  risk: 'disruptive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    roleId: z.int().positive().describe('User role id, from userRoles.list'),
    members: z.array(UserId).min(1).describe('Ids of users'),
  }),
  output: UserRole,
  examples: [
    {
      input: { roleId: 5, members: [201] },
      output: { id: 5, name: 'Help desk', members: [{ id: 201, name: 'Noor Vos' }] },
    },
  ],
})
