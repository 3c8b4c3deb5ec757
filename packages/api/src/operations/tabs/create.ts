import { z } from 'zod'
import { CustomTab, EntityType, RoleOfTabs, TabDescription, TabItems, TabName, TabPosition } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.create',
  summary: 'Create a custom tab',
  phrase: 'Create custom tab {name}',
  http: { method: 'POST', path: '/v2/tab' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    name: TabName,
    description: TabDescription.optional(),
    entityType: EntityType.optional(),
    entityId: RoleOfTabs.describe('Device role id, with NODE_ROLE').optional(),
    items: TabItems.optional(),
    position: TabPosition.optional(),
  }),
  output: CustomTab,
  examples: [
    {
      input: {
        name: 'Rack',
        entityType: 'NODE_ROLE',
        entityId: 92,
        items: [{ itemType: 'ATTRIBUTE', id: 41 }],
        position: 1,
      },
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
