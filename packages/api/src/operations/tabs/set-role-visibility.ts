import { z } from 'zod'
import { RoleOfTabs, TabLabels, TabVisibility } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.setRoleVisibility',
  summary: 'Hide or show custom tabs for a device role',
  phrase: 'Hide or show custom tabs for role {roleId}',
  http: { method: 'PATCH', path: '/v2/tab/role/{roleId}/visibility', body: 'tabs' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ roleId: RoleOfTabs, tabs: TabVisibility }),
  output: TabLabels,
  examples: [
    {
      input: { roleId: 92, tabs: [{ tabId: 601, hidden: true }] },
      output: [{ id: 601, name: 'Rack', nodeRoleId: 92, hiddenForRoles: [92] }],
    },
  ],
})
