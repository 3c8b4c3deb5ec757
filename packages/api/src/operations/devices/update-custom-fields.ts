import { z } from 'zod'
import { CustomFieldChanges } from '../../fields/custom-fields.ts'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.updateCustomFields',
  summary: 'Change custom field values of a device',
  phrase: 'Change custom fields of {id}',
  http: { method: 'PATCH', path: '/v2/device/{id}/custom-fields', body: 'fields' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, fields: CustomFieldChanges }),
  output: NoContent,
  examples: [{ input: { id: 1001, fields: { assetTag: 'CED-0042', note: null } }, output: undefined }],
})
