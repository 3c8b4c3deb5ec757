import { z } from 'zod'
import { CustomFieldChanges } from '../../fields/custom-fields.ts'
import { NoContent } from '../../fields/index.ts'
import { locationPath } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.updateCustomFields',
  summary: 'Change custom field values of a location',
  phrase: 'Change custom fields of location {locationId} of {id}',
  http: { method: 'PATCH', path: '/v2/organization/{id}/location/{locationId}/custom-fields', body: 'fields' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ...locationPath, fields: CustomFieldChanges }),
  output: NoContent,
  examples: [{ input: { id: 1, locationId: 11, fields: { vip: true, note: null } }, output: undefined }],
})
