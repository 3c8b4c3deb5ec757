import { z } from 'zod'
import { NodeRole } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'nodeRoles.list',
  summary: 'List device roles, or only those devices can have',
  phrase: 'List device roles',
  http: { method: 'GET', path: '/v2/noderole/list' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    isAssignable: z.boolean().describe('Only roles that can be given to devices; vendor default false').optional(),
  }),
  // The spec says "list of all node roles" and no more; the shape is that of roles.list (grade U).
  output: z.array(NodeRole),
  examples: [
    {
      input: { isAssignable: true },
      output: [{ id: 92, name: 'Kiosk', nodeClass: 'WINDOWS_WORKSTATION', custom: true, nodeRoleParentId: 2 }],
    },
  ],
})
