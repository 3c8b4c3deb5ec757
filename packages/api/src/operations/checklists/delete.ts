import { z } from 'zod'
import { ChecklistId } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.delete',
  summary: 'Delete a checklist',
  phrase: 'Delete checklist {checklistId}',
  http: { method: 'DELETE', path: '/v2/organization/checklist/{checklistId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistId: ChecklistId }),
  output: NoContent,
  examples: [{ input: { checklistId: 71 }, output: undefined }],
})
