import { z } from 'zod'
import { CustomFieldChanges } from '../../fields/custom-fields.ts'
import { NoContent, UserId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'endUsers.updateCustomFields',
  summary: 'Change custom field values of an end user',
  phrase: 'Change custom fields of end user {id}',
  http: { method: 'PATCH', path: '/v2/user/end-user/{id}/custom-fields', body: 'fields' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('End user id, from endUsers.list'), fields: CustomFieldChanges }),
  output: NoContent,
  examples: [{ input: { id: 301, fields: { vip: true, note: null } }, output: undefined }],
})
