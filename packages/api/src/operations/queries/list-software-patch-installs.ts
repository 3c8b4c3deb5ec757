import { DateText } from '../../fields/index.ts'
import { InstallStatus, PatchImpact, PatchType, ProductIdentifier, SoftwarePatch } from '../../fields/inventory.ts'
import { byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listSoftwarePatchInstalls',
  summary: 'Report software patch installs',
  phrase: 'Report software patch installs',
  http: { method: 'GET', path: '/v2/queries/software-patch-installs' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDevice,
    type: PatchType.optional(),
    impact: PatchImpact.optional(),
    status: InstallStatus.optional(),
    productIdentifier: ProductIdentifier.optional(),
    installedBefore: DateText.optional(),
    installedAfter: DateText.optional(),
  }),
  output: reportOf(SoftwarePatch.extend(reported)),
  examples: [
    {
      input: { status: 'FAILED' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, title: 'Mozilla Firefox 147.0', status: 'INSTALLED', installedAt: 1_767_500_000 }],
      },
    },
  ],
})
