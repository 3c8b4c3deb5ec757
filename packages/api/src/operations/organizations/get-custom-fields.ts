import { z } from 'zod'
import { CustomFieldValues } from '../../fields/custom-fields.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.getCustomFields',
  summary: 'Get custom field values of an organization',
  phrase: 'Get custom fields of organization {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId }),
  // contractEnd is a DATE: epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: CustomFieldValues,
  examples: [{ input: { id: 1 }, output: { contractEnd: 1_798_761_600_000, vip: true } }],
})
