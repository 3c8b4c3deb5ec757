import { z } from 'zod'
import { CustomFieldValues } from '../../fields/custom-fields.ts'
import { UserId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.getCustomFields',
  summary: 'Get custom field values of an end user',
  phrase: 'Get custom fields of end user {id}',
  http: { method: 'GET', path: '/v2/user/end-user/{id}/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('End user id, from endUsers.list') }),
  // contractEnd is a DATE: epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: CustomFieldValues,
  examples: [{ input: { id: 301 }, output: { contractEnd: 1_798_761_600_000, vip: true } }],
})
