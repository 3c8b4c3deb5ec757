import { z } from 'zod'
import { CustomTab, TabId } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.get',
  summary: 'Read a custom tab without its extensions',
  phrase: 'Read custom tab {tabId}',
  http: { method: 'GET', path: '/v2/tab/{tabId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabId: TabId }),
  output: CustomTab,
  examples: [
    {
      input: { tabId: 601 },
      output: {
        id: 601,
        name: 'Rack',
        entityType: 'NODE_ROLE',
        entityId: 92,
        position: 1,
        items: [{ id: 41, name: 'Rack', fieldName: 'rack', attributeType: 'TEXT' }],
      },
    },
  ],
})
