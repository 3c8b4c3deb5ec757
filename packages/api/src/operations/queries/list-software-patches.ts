import { PatchImpact, PatchStatus, PatchType, ProductIdentifier, SoftwarePatch } from '../../fields/inventory.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listSoftwarePatches',
  summary: 'Report software patches that are not installed',
  phrase: 'Report software patches that are not installed',
  http: { method: 'GET', path: '/v2/queries/software-patches' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDeviceAndTime,
    status: PatchStatus.optional(),
    productIdentifier: ProductIdentifier.optional(),
    type: PatchType.optional(),
    impact: PatchImpact.optional(),
  }),
  // Devices that are offline leave rows out (ninjaone-api §9.4).
  output: reportOf(SoftwarePatch.extend(reported)),
  examples: [
    {
      input: { impact: 'critical' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, title: 'Mozilla Firefox 147.0.1', impact: 'recommended', status: 'MANUAL' }],
      },
    },
  ],
})
