import { z } from 'zod'
import { NodeRole } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'roles.list',
  summary: 'List device roles',
  phrase: 'List device roles',
  http: { method: 'GET', path: '/v2/roles' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(NodeRole),
  examples: [{ input: {}, output: [{ id: 1, name: 'WINDOWS_SERVER', nodeClass: 'WINDOWS_SERVER', custom: false }] }],
})
