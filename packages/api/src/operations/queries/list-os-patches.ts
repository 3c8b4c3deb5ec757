import { OsPatch, PatchSeverity, PatchStatus, PatchType } from '../../fields/inventory.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listOsPatches',
  summary: 'Report OS patches that are not installed',
  phrase: 'Report OS patches that are not installed',
  http: { method: 'GET', path: '/v2/queries/os-patches' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDeviceAndTime,
    status: PatchStatus.optional(),
    type: PatchType.optional(),
    severity: PatchSeverity.optional(),
  }),
  // Devices that are offline leave rows out (ninjaone-api §9.4).
  output: reportOf(OsPatch.extend(reported)),
  examples: [
    {
      input: { status: 'APPROVED' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          {
            deviceId: 1001,
            name: 'Cumulative Update',
            kbNumber: 'KB5048654',
            severity: 'CRITICAL',
            status: 'APPROVED',
          },
        ],
      },
    },
  ],
})
