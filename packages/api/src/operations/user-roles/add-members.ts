import { z } from 'zod'
import { UserId } from '../../fields/index.ts'
import { UserRole } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'userRoles.addMembers',
  summary: 'Give a role to users',
  phrase: 'Give role {roleId} to users {members}',
  http: { method: 'PATCH', path: '/v2/user/role/{roleId}/add-members', body: 'members' },
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
