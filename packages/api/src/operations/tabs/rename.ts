import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { TabDescription, TabId, TabName } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.rename',
  summary: 'Rename a custom tab',
  phrase: 'Rename custom tab {tabId} to {name}',
  http: { method: 'PATCH', path: '/v2/tab/rename' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabId: TabId, name: TabName, description: TabDescription.optional() }),
  output: NoContent,
  examples: [{ input: { tabId: 601, name: 'Rack and power' }, output: undefined }],
})
