import { z } from 'zod'
import { TabLabels, TabOrder } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.setOrganizationOrder',
  summary: 'Set the order of custom tabs of organizations and locations',
  phrase: 'Set the order of custom tabs of organizations and locations',
  http: { method: 'PATCH', path: '/v2/tab/organization/order', body: 'tabs' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabs: TabOrder }),
  output: TabLabels,
  examples: [
    {
      input: {
        tabs: [
          { tabId: 602, position: 1 },
          { tabId: 603, position: 2 },
        ],
      },
      output: [
        { id: 602, name: 'Contract', position: 1 },
        { id: 603, name: 'Network', position: 2 },
      ],
    },
  ],
})
