import { z } from 'zod'
import { NodeClass, openEnum, Timestamp } from '../../fields/index.ts'
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
  output: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string().optional(),
      description: z.string().optional(),
      nodeClass: NodeClass.optional(),
      custom: z.boolean().optional(),
      chassisType: openEnum(['UNKNOWN', 'DESKTOP', 'LAPTOP', 'MOBILE']).optional(),
      created: Timestamp.optional(),
      nodeRoleParentId: z.int().optional(),
    }),
  ),
  examples: [{ input: {}, output: [{ id: 1, name: 'WINDOWS_SERVER', nodeClass: 'WINDOWS_SERVER', custom: false }] }],
})
