import { z } from 'zod'
import { Timestamp } from '../../fields/index.ts'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listRaidControllers',
  summary: 'Report RAID controllers of all devices',
  phrase: 'Report RAID controllers',
  http: { method: 'GET', path: '/v2/queries/raid-controllers' },
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
      manufacturer: z.string().optional(),
      model: z.string().optional(),
      family: z.string().optional(),
      slot: z.string().optional(),
      systemHealthStatus: z.string().optional(),
      backupBatteryStatus: z.string().optional(),
      batteryTemperature: z.int().optional(),
      biosVersion: z.string().optional(),
      firmwareVersion: z.string().optional(),
      driverName: z.string().optional(),
      driverVersion: z.string().optional(),
      hardwareRevision: z.string().optional(),
      manufacturingDate: Timestamp.optional(),
      cacheSize: z.number().optional(),
      physicalDriveCount: z.int().optional(),
      virtualDriveCount: z.int().optional(),
    }),
  ),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          { deviceId: 1001, controllerIndex: 0, model: 'PERC H755', systemHealthStatus: 'OK', physicalDriveCount: 4 },
        ],
      },
    },
  ],
})
