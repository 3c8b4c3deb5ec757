import { z } from 'zod'
import { CustomFieldDefinition } from '../../fields/custom-field-definitions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'customFields.list',
  summary: 'List custom field definitions',
  phrase: 'List custom field definitions',
  http: { method: 'GET', path: '/v2/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursorName',
  input: z.strictObject({
    // Where the answer names the next cursor is unverified (ninjaone-api §6).
    cursorName: z.string().min(1).describe('Cursor of the page before').optional(),
    pageSize: z.int().min(5).max(500).describe('Rows in one page, 5 to 500; vendor default 50').optional(),
  }),
  output: z.looseObject({
    page: z.int().optional(),
    pageSize: z.int().optional(),
    count: z.int().optional(),
    results: z.array(CustomFieldDefinition),
  }),
  examples: [
    {
      input: { pageSize: 5 },
      output: {
        page: 1,
        pageSize: 5,
        count: 1,
        results: [{ name: 'assetTag', label: 'Asset tag', type: 'TEXT', definitionScope: ['NODE'] }],
      },
    },
  ],
})
