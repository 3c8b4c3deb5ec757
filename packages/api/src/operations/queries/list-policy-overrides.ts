import { z } from 'zod'
import { BoundedReportPageSize, byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listPolicyOverrides',
  summary: 'Report policy sections that devices override',
  phrase: 'Report policy sections that devices override',
  http: { method: 'GET', path: '/v2/queries/policy-overrides' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDevice, BoundedReportPageSize),
  output: reportOf(z.looseObject({ ...reported, overrides: z.array(z.string()).optional() })),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, overrides: ['conditions'] }],
      },
    },
  ],
})
