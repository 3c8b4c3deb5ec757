/** Reading and checking the audit. */
import { z } from 'zod'
import { defineAction } from './action.ts'
import { viewEvent } from './views.ts'

export const listAudit = defineAction({
  id: 'audit.list',
  summary: 'List audit events, newest first',
  http: { method: 'GET', path: '/api/audit' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({
    after: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    callId: z.string().optional(),
  }),
  async run(parts, _, { after, limit, callId }) {
    // One more than asked for tells whether there is a next page.
    const rows = await parts.audit.list({
      limit: limit + 1,
      ...(after !== undefined && { before: after }),
      ...(callId !== undefined && { callId }),
    })
    const page = rows.slice(0, limit)
    return { events: page.map(viewEvent), next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null }
  },
})

export const verifyAudit = defineAction({
  id: 'audit.verify',
  summary: 'Check the whole chain of the audit',
  http: { method: 'POST', path: '/api/audit/verify' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({}),
  run: (parts) => parts.audit.verify(),
})
