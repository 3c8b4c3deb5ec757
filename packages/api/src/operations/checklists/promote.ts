import { z } from 'zod'
import { ChecklistIds } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.promote',
  summary: 'Make templates from checklists',
  phrase: 'Make templates from checklists {checklistIds}',
  http: { method: 'POST', path: '/v2/organization/checklists/promote', body: 'checklistIds' },
  scope: 'management',
  // The vendor only says "promote"; that templates come of it is how its pages read (grade U).
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistIds: ChecklistIds }),
  output: NoContent,
  examples: [{ input: { checklistIds: [71] }, output: undefined }],
})
