import { z } from 'zod'
import { UserId } from '../../fields/index.ts'
import { EndUser } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.get',
  summary: 'Get one end user',
  phrase: 'Get end user {id}',
  http: { method: 'GET', path: '/v2/user/end-user/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('End user id, from endUsers.list') }),
  output: EndUser,
  examples: [
    {
      input: { id: 301 },
      output: { id: 301, firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example', organizationId: 1 },
    },
  ],
})
