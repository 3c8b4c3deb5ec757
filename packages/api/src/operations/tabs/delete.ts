import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { TabId } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.delete',
  summary: 'Delete a custom tab',
  phrase: 'Delete custom tab {tabId}',
  http: { method: 'DELETE', path: '/v2/tab/{tabId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ tabId: TabId }),
  output: NoContent,
  examples: [{ input: { tabId: 601 }, output: undefined }],
})
