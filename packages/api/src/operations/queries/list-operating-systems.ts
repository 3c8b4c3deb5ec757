import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listOperatingSystems',
  summary: 'Report operating systems of all devices',
  phrase: 'Report operating systems',
  http: { method: 'GET', path: '/v2/queries/operating-systems' },
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
      manufacturer: z.string().optional(),
      architecture: z.string().optional(),
      lastBootTime: Timestamp.optional(),
      buildNumber: z.string().optional(),
      releaseId: z.string().optional(),
      servicePackMajorVersion: z.int().optional(),
      servicePackMinorVersion: z.int().optional(),
      locale: z.string().optional(),
      language: z.string().optional(),
      needsReboot: z.boolean().optional(),
    }),
  ),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          {
            deviceId: 1001,
            name: 'Windows Server 2022 Standard',
            buildNumber: '20348',
            needsReboot: true,
            lastBootTime: 1_767_000_000,
          },
        ],
      },
    },
  ],
})
