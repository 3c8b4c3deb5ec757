import { z } from 'zod'
import { NodeRoleId } from '../../fields/index.ts'
import { WrittenNodeRole } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'nodeRoles.updateMany',
  summary: 'Change name, description or icon of device roles',
  phrase: 'Change device roles',
  http: { method: 'PATCH', path: '/v2/noderole', body: 'roles' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    roles: z
      .array(
        z.strictObject({
          id: NodeRoleId,
          name: z.string().min(1).describe('Name; no other role has it').optional(),
          description: z.string().describe('Description').optional(),
          icon: z.string().min(1).describe('Name of an icon, for unmanaged devices alone').optional(),
        }),
      )
      .min(1)
      .describe('Roles to change, each by its id'),
  }),
  output: z.array(WrittenNodeRole),
  examples: [
    {
      input: { roles: [{ id: 92, name: 'Lobby kiosk' }] },
      output: [{ id: 92, name: 'Lobby kiosk' }],
    },
  ],
})
