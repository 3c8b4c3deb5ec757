import { z } from 'zod'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listAntivirusThreats',
  summary: 'Report threats found by antivirus',
  phrase: 'Report threats found by antivirus',
  http: { method: 'GET', path: '/v2/queries/antivirus-threats' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDeviceAndTime),
  output: reportOf(
    z.looseObject({
      ...reported,
      name: z.string().optional(),
      status: z.string().optional(),
      type: z.string().optional(),
      category: z.string().optional(),
      level: z.string().optional(),
      productCode: z.string().optional(),
      quarantineId: z.string().optional(),
      threatId: z.int().optional(),
      detectionSource: z.string().optional(),
      traceList: z.string().optional(),
    }),
  ),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, name: 'EICAR-Test-File', status: 'QUARANTINED', timestamp: 1_767_600_000 }],
      },
    },
  ],
})
