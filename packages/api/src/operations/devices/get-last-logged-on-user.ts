import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { LogonFact } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.getLastLoggedOnUser',
  summary: 'Get who last logged on to a device',
  phrase: 'Get who last logged on to {id}',
  http: { method: 'GET', path: '/v2/device/{id}/last-logged-on-user' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: LogonFact,
  examples: [{ input: { id: 1001 }, output: { userName: 'CEDAR\\mia', logonTime: 1_767_600_000 } }],
})
