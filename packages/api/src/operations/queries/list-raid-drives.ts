import { z } from 'zod'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listRaidDrives',
  summary: 'Report drives of RAID controllers',
  phrase: 'Report drives of RAID controllers',
  http: { method: 'GET', path: '/v2/queries/raid-drives' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDeviceAndTime),
  output: reportOf(
    z.looseObject({
      ...reported,
      controllerIndex: z.int().optional(),
      driveGroup: z.string().optional(),
      driveId: z.string().optional(),
      interfaceType: z.string().optional(),
      location: z.string().optional(),
      mediaType: z.string().optional(),
      model: z.string().optional(),
      protectionInfo: z.string().optional(),
      selfEncrypted: z.boolean().optional(),
      serial: z.string().optional(),
      size: z.number().optional(),
      spun: z.boolean().optional(),
      status: z.string().optional(),
    }),
  ),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, controllerIndex: 0, driveId: '0:1', model: 'MZ7L3960', status: 'Online' }],
      },
    },
  ],
})
