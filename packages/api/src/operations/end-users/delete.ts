import { z } from 'zod'
import { NoContent, UserId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.delete',
  summary: 'Delete an end user',
  phrase: 'Delete end user {id}',
  http: { method: 'DELETE', path: '/v2/user/end-user/{id}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('End user id, from endUsers.list') }),
  output: NoContent,
  examples: [{ input: { id: 301 }, output: undefined }],
})
