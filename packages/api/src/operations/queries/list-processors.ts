import { Processor } from '../../fields/inventory.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listProcessors',
  summary: 'Report processors of all devices',
  phrase: 'Report processors',
  http: { method: 'GET', path: '/v2/queries/processors' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDeviceAndTime),
  output: reportOf(Processor.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, name: 'Intel(R) Xeon(R) E-2314', numCores: 4, timestamp: 1_767_600_000 }],
      },
    },
  ],
})
