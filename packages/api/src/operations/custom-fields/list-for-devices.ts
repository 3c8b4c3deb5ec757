import { z } from 'zod'
import { CustomFieldDefinition } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.listForDevices',
  summary: 'List custom fields that devices can have',
  phrase: 'List custom fields of devices',
  http: { method: 'GET', path: '/v2/device-custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    scopes: z.string().min(1).describe('Comma-separated: all, node, location, organization').optional(),
  }),
  output: z.array(CustomFieldDefinition),
  examples: [
    {
      input: { scopes: 'node,location' },
      output: [{ name: 'assetTag', label: 'Asset tag', type: 'TEXT', definitionScope: ['NODE'] }],
    },
  ],
})
