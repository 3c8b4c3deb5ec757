import { z } from 'zod'
import { DateText } from '../../fields/index.ts'
import { BoundedReportPageSize, byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listCustomFieldsDetailed',
  summary: 'Report custom fields of devices with definitions',
  phrase: 'Report custom fields of devices with definitions',
  http: { method: 'GET', path: '/v2/queries/custom-fields-detailed' },
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
  output: reportOf(
    z.looseObject({
      ...reported,
      entityType: z.string().optional(),
      entityId: z.int().optional(),
      fields: z.array(z.record(z.string(), z.unknown())).optional(),
    }),
  ),
  examples: [
    {
      input: { fields: 'assetTag' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          { deviceId: 1001, entityType: 'NODE', entityId: 1001, fields: [{ name: 'assetTag', value: 'CED-0042' }] },
        ],
      },
    },
  ],
})
