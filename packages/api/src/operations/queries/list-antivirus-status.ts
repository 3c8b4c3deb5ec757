import { z } from 'zod'
import { byDeviceAndTime, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listAntivirusStatus',
  summary: 'Report antivirus products and their state',
  phrase: 'Report antivirus products and their state',
  http: { method: 'GET', path: '/v2/queries/antivirus-status' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDeviceAndTime,
    productState: z.string().min(1).describe('Only products in this state, e.g. OFF').optional(),
    productName: z.string().min(1).describe('Only products of this name').optional(),
  }),
  output: reportOf(
    z.looseObject({
      ...reported,
      productName: z.string().optional(),
      productState: z.string().optional(),
      definitionStatus: z.string().optional(),
      version: z.string().optional(),
    }),
  ),
  examples: [
    {
      input: { productState: 'OFF' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          {
            deviceId: 1001,
            productName: 'Windows Defender',
            productState: 'ON',
            definitionStatus: 'Up-to-Date',
            timestamp: 1_767_600_000,
          },
        ],
      },
    },
  ],
})
