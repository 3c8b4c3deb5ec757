import { LogonFact } from '../../fields/inventory.ts'
import { BoundedReportPageSize, byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listLoggedOnUsers',
  summary: 'Report who last logged on to each device',
  phrase: 'Report who last logged on to each device',
  http: { method: 'GET', path: '/v2/queries/logged-on-users' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDevice, BoundedReportPageSize),
  output: reportOf(LogonFact.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, userName: 'CEDAR\\mia', logonTime: 1_767_600_000 }],
      },
    },
  ],
})
