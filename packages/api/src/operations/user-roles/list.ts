import { z } from 'zod'
import { UserRole, UserType } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'userRoles.list',
  summary: 'List user roles and their members',
  phrase: 'List user roles',
  http: { method: 'GET', path: '/v2/user/roles' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ roleType: UserType.describe('Only roles of this kind').optional() }),
  output: z.array(UserRole),
  examples: [
    { input: {}, output: [{ id: 5, name: 'Help desk', type: 'TECHNICIAN', members: [{ id: 201, name: 'Noor Vos' }] }] },
  ],
})
