import { DateText } from '../../fields/index.ts'
import { Software } from '../../fields/inventory.ts'
import { byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listSoftware',
  summary: 'Report software installed on all devices',
  phrase: 'Report software installed on all devices',
  http: { method: 'GET', path: '/v2/queries/software' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDevice,
    installedBefore: DateText.optional(),
    installedAfter: DateText.optional(),
  }),
  output: reportOf(Software.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, name: 'Mozilla Firefox', version: '147.0', installDate: '2026-01-04' }],
      },
    },
  ],
})
