import { z } from 'zod'
import { EndUser } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.list',
  summary: 'List end users',
  phrase: 'List end users',
  http: { method: 'GET', path: '/v2/user/end-users' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(EndUser),
  examples: [
    {
      input: {},
      output: [{ id: 301, firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example', organizationId: 1 }],
    },
  ],
})
