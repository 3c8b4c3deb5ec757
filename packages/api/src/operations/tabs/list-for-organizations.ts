import { z } from 'zod'
import { TabSummary } from '../../fields/tabs.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'tabs.listForOrganizations',
  summary: 'List custom tabs of organizations and locations',
  phrase: 'List custom tabs of organizations and locations',
  http: { method: 'GET', path: '/v2/tab/summary/organization' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: TabSummary,
  examples: [{ input: {}, output: { labels: [{ id: 602, name: 'Contract', position: 1 }] } }],
})
