import { z } from 'zod'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listComputerSystems',
  summary: 'Report computer systems of all devices',
  phrase: 'Report computer systems',
  http: { method: 'GET', path: '/v2/queries/computer-systems' },
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
      model: z.string().optional(),
      serialNumber: z.string().optional(),
      biosSerialNumber: z.string().optional(),
      assetSerialNumber: z.string().optional(),
      domain: z.string().optional(),
      domainRole: z.string().optional(),
      numberOfProcessors: z.int().optional(),
      totalPhysicalMemory: z.number().optional(),
      virtualMachine: z.boolean().optional(),
      chassisType: z.string().optional(),
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
            manufacturer: 'Dell Inc.',
            model: 'PowerEdge T350',
            totalPhysicalMemory: 34_359_738_368,
            timestamp: 1_767_600_000,
          },
        ],
      },
    },
  ],
})
