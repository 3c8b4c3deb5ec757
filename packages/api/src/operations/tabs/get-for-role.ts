import { z } from 'zod'
import { RoleOfTabs, TabId, TabWithExtensions } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.getForRole',
  summary: 'Read a custom tab as a device role shows it',
  phrase: 'Read custom tab {tabId} as role {roleId} shows it',
  http: { method: 'GET', path: '/v2/tab/{tabId}/role/{roleId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabId: TabId, roleId: RoleOfTabs }),
  output: TabWithExtensions,
  examples: [
    {
      input: { tabId: 601, roleId: 92 },
      output: {
        tabs: [
          {
            id: 601,
            name: 'Rack',
            entityType: 'NODE_ROLE',
            entityId: 92,
            position: 1,
            items: [{ id: 41, name: 'Rack', fieldName: 'rack', attributeType: 'TEXT' }],
          },
          { id: 604, parentTabId: 601, entityType: 'NODE_ROLE', entityId: 92 },
        ],
      },
    },
  ],
})
