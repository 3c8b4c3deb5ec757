import { z } from 'zod'
import { TabSummary } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.listForEndUsers',
  summary: 'List custom tabs of end users',
  phrase: 'List custom tabs of end users',
  http: { method: 'GET', path: '/v2/tab/summary/end-user' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: TabSummary,
  examples: [{ input: {}, output: { labels: [{ id: 602, name: 'Contract', position: 1 }] } }],
})
