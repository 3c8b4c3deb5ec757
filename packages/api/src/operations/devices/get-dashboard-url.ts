import { z } from 'zod'
import { DeviceId, Timestamp } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.getDashboardUrl',
  summary: 'Get a link to a device in the NinjaOne console',
  phrase: 'Get the console link of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/dashboard-url' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    id: DeviceId,
    // With true the vendor answers with a redirect instead of JSON (status unverified, ninjaone-api §5, "device link").
    redirect: z.literal(false).describe('Always false: a redirect is no answer that can be read').optional(),
  }),
  output: z.looseObject({ url: z.string(), expires: Timestamp.optional() }),
  examples: [
    {
      input: { id: 1001 },
      output: { url: 'https://app.ninjarmm.com/#/deviceDashboard/1001/overview', expires: 1_767_607_200 },
    },
  ],
})
