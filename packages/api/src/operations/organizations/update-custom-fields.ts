import { z } from 'zod'
import { CustomFieldChanges } from '../../fields/custom-fields.ts'
import { NoContent, OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.updateCustomFields',
  summary: 'Change custom field values of an organization',
  phrase: 'Change custom fields of organization {id}',
  http: { method: 'PATCH', path: '/v2/organization/{id}/custom-fields', body: 'fields' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId, fields: CustomFieldChanges }),
  output: NoContent,
  examples: [{ input: { id: 1, fields: { vip: true, note: null } }, output: undefined }],
})
