import { z } from 'zod'
import { serviceStates } from '../../fields/index.ts'
import { BoundedReportPageSize, byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { WindowsService } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listWindowsServices',
  summary: 'Report Windows services of all devices',
  phrase: 'Report Windows services',
  http: { method: 'GET', path: '/v2/queries/windows-services' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(
    {
      ...byDevice,
      name: z.string().min(1).describe('Only services of this name').optional(),
      state: z.enum(serviceStates).describe('Only services in this state').optional(),
    },
    BoundedReportPageSize,
  ),
  output: reportOf(WindowsService.extend(reported)),
  examples: [
    {
      input: { name: 'Spooler', state: 'STOPPED' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, name: 'Spooler', displayName: 'Print Spooler', state: 'STOPPED' }],
      },
    },
  ],
})
