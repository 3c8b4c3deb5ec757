import { z } from 'zod'
import { RoleOfTabs, TabLabels, TabOrder } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.setRoleOrder',
  summary: 'Set the order of custom tabs of a device role',
  phrase: 'Set the order of custom tabs of role {roleId}',
  http: { method: 'PATCH', path: '/v2/tab/role/{roleId}/order', body: 'tabs' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    roleId: RoleOfTabs,
    tabs: TabOrder.describe('Every tab made on this role with its position; inherited ones keep theirs'),
  }),
  output: TabLabels,
  examples: [
    {
      input: { roleId: 92, tabs: [{ tabId: 601, position: 1 }] },
      output: [{ id: 601, name: 'Rack', nodeRoleId: 92, position: 1 }],
    },
  ],
})
