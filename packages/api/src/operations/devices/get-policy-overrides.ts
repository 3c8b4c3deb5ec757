import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.getPolicyOverrides',
  summary: 'Get which policy sections a device overrides',
  phrase: 'Get policy overrides of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/policy/overrides' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: z.looseObject({ overrides: z.array(z.string()).optional() }),
  examples: [{ input: { id: 1001 }, output: { overrides: ['conditions'] } }],
})
