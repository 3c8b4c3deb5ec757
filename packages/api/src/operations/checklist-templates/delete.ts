import { z } from 'zod'
import { ChecklistTemplateId } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.delete',
  summary: 'Delete a checklist template',
  phrase: 'Delete checklist template {checklistTemplateId}',
  http: { method: 'DELETE', path: '/v2/checklist/template/{checklistTemplateId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistTemplateId: ChecklistTemplateId }),
  output: NoContent,
  examples: [{ input: { checklistTemplateId: 61 }, output: undefined }],
})
