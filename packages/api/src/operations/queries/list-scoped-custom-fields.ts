import { z } from 'zod'
import { CustomFieldValues } from '../../fields/custom-fields.ts'
import { DateText } from '../../fields/index.ts'
import { BoundedReportPageSize, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listScopedCustomFields',
  summary: 'Report custom field values of every scope',
  phrase: 'Report custom field values of every scope',
  http: { method: 'GET', path: '/v2/queries/scoped-custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  // showSecureValues is left out: it answers with secrets in the clear (ninjaone-api §5, "Families only").
  input: reportInput(
    {
      updatedAfter: DateText.describe('Only values changed after this date').optional(),
      fields: z.string().min(1).describe('Comma-separated names of custom fields').optional(),
      scopes: z.string().min(1).describe('Comma-separated: all, node, location, organization').optional(),
    },
    BoundedReportPageSize,
  ),
  // DATE values are epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: reportOf(
    z.looseObject({ scope: z.string().optional(), entityId: z.int().optional(), fields: CustomFieldValues.optional() }),
  ),
  examples: [
    {
      input: { scopes: 'organization' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ scope: 'ORGANIZATION', entityId: 1, fields: { vip: true } }],
      },
    },
  ],
})
