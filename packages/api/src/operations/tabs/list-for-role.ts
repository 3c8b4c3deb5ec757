import { z } from 'zod'
import { RoleOfTabs, TabSummary } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.listForRole',
  summary: 'List custom tabs of a device role',
  phrase: 'List custom tabs of role {roleId}',
  http: { method: 'GET', path: '/v2/tab/summary/role/{roleId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ roleId: RoleOfTabs }),
  output: TabSummary,
  examples: [
    {
      input: { roleId: 92 },
      output: { labels: [{ id: 601, name: 'Rack', nodeRoleId: 92, position: 1 }], roleHierarchy: [2, 92] },
    },
  ],
})
