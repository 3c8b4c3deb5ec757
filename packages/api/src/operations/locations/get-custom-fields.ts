import { z } from 'zod'
import { CustomFieldValues, WithInheritance } from '../../fields/custom-fields.ts'
import { locationPath } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.getCustomFields',
  summary: 'Get custom field values of a location',
  phrase: 'Get custom fields of location {locationId} of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/location/{locationId}/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ...locationPath, withInheritance: WithInheritance.optional() }),
  // contractEnd is a DATE: epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: CustomFieldValues,
  examples: [{ input: { id: 1, locationId: 11 }, output: { contractEnd: 1_798_761_600_000, vip: true } }],
})
