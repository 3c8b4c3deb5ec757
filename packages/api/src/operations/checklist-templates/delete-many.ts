import { z } from 'zod'
import { ChecklistTemplateIds } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.deleteMany',
  summary: 'Delete several checklist templates',
  phrase: 'Delete checklist templates {checklistTemplateIds}',
  http: { method: 'POST', path: '/v2/checklist/templates/delete', body: 'checklistTemplateIds' },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistTemplateIds: ChecklistTemplateIds }),
  output: NoContent,
  examples: [{ input: { checklistTemplateIds: [61, 62] }, output: undefined }],
})
