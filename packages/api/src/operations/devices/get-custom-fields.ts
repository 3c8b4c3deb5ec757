import { z } from 'zod'
import { CustomFieldValues, WithInheritance } from '../../fields/custom-fields.ts'
import { DeviceId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.getCustomFields',
  summary: 'Get custom field values of a device',
  phrase: 'Get custom fields of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, withInheritance: WithInheritance.optional() }),
  // warrantyEnd is a DATE: epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: CustomFieldValues,
  examples: [
    {
      input: { id: 1001, withInheritance: true },
      output: { assetTag: 'CED-0042', warrantyEnd: 1_798_761_600_000, backupWanted: true },
    },
  ],
})
