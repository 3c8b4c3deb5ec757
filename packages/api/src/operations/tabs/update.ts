import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { RoleOfTabs, TabId, TabItems, TabPosition } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.update',
  summary: 'Change a custom tab, or extend it for a role',
  phrase: 'Change custom tab {tabId}',
  http: { method: 'PATCH', path: '/v2/tab/{tabId}' },
  scope: 'management',
  risk: 'write',
  // An element without a uid may be a new one each time, and an extension is made by the first call.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    tabId: TabId,
    roleId: RoleOfTabs.describe('Device role that gets an extension of the tab; without it the tab itself').optional(),
    items: TabItems.optional(),
    position: TabPosition.optional(),
  }),
  output: NoContent,
  examples: [
    {
      input: {
        tabId: 601,
        items: [
          { itemType: 'UI_ELEMENT', uiElementType: 'TITLE', uiElementValue: 'Where it stands' },
          { itemType: 'ATTRIBUTE', id: 41 },
        ],
      },
      output: undefined,
    },
  ],
})
