import { z } from 'zod'
import { TabId, TabWithExtensions } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.getForOrganizations',
  summary: 'Read a custom tab as organizations and locations show it',
  phrase: 'Read custom tab {tabId} as organizations and locations show it',
  http: { method: 'GET', path: '/v2/tab/{tabId}/organization' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabId: TabId }),
  output: TabWithExtensions,
  examples: [{ input: { tabId: 602 }, output: { tabs: [{ id: 602, name: 'Contract', entityType: 'ORGANIZATION' }] } }],
})
