import { z } from 'zod'
import { CustomFieldValues } from '../../fields/custom-fields.ts'
import { DateText } from '../../fields/index.ts'
import { BoundedReportPageSize, byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listCustomFields',
  summary: 'Report custom field values of all devices',
  phrase: 'Report custom field values',
  http: { method: 'GET', path: '/v2/queries/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  // showSecureValues is left out: it answers with secrets in the clear (ninjaone-api §5, "Families only").
  input: reportInput(
    {
      ...byDevice,
      updatedAfter: DateText.describe('Only values changed after this date').optional(),
      fields: z.string().min(1).describe('Comma-separated names of custom fields').optional(),
    },
    BoundedReportPageSize,
  ),
  // DATE values are epoch milliseconds, unlike other moments (ninjaone-api §9.2).
  output: reportOf(z.looseObject({ ...reported, fields: CustomFieldValues.optional() })),
  examples: [
    {
      input: { fields: 'assetTag' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, fields: { assetTag: 'CED-0042' } }],
      },
    },
  ],
})
