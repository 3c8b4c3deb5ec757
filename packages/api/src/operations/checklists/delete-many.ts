import { z } from 'zod'
import { ChecklistIds } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.deleteMany',
  summary: 'Delete several checklists',
  phrase: 'Delete checklists {checklistIds}',
  http: { method: 'POST', path: '/v2/organization/checklists/delete', body: 'checklistIds' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistIds: ChecklistIds }),
  output: NoContent,
  examples: [{ input: { checklistIds: [71, 72] }, output: undefined }],
})
