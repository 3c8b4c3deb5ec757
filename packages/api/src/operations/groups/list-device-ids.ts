import { z } from 'zod'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'groups.listDeviceIds',
  summary: 'List ids of devices in a group',
  phrase: 'List devices of group {id}',
  http: { method: 'GET', path: '/v2/group/{id}/device-ids' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: z.int().positive().describe('Group id, from groups.list') }),
  output: z.array(z.int()),
  examples: [{ input: { id: 563 }, output: [1001, 1002] }],
})
