import { z } from 'zod'
import { IncludeRoles, User, UserType } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'users.list',
  summary: 'List technicians and end users',
  phrase: 'List users',
  http: { method: 'GET', path: '/v2/users' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ userType: UserType.optional(), includeRoles: IncludeRoles.optional() }),
  output: z.array(User),
  examples: [
    {
      input: { userType: 'TECHNICIAN' },
      output: [
        {
          id: 201,
          uid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11',
          firstName: 'Noor',
          lastName: 'Vos',
          email: 'noor@msp.example',
          enabled: true,
          userType: 'TECHNICIAN',
        },
      ],
    },
  ],
})
