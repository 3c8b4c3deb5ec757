import { DateText } from '../../fields/index.ts'
import { InstallStatus, OsPatch } from '../../fields/inventory.ts'
import { byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listOsPatchInstalls',
  summary: 'Report OS patch installs',
  phrase: 'Report OS patch installs',
  http: { method: 'GET', path: '/v2/queries/os-patch-installs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDevice,
    status: InstallStatus.optional(),
    installedBefore: DateText.optional(),
    installedAfter: DateText.optional(),
  }),
  output: reportOf(OsPatch.extend(reported)),
  examples: [
    {
      input: { status: 'FAILED', installedAfter: '2026-01-01' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          {
            deviceId: 1001,
            name: 'Cumulative Update',
            kbNumber: 'KB5048654',
            status: 'FAILED',
            installedAt: 1_767_500_000,
          },
        ],
      },
    },
  ],
})
