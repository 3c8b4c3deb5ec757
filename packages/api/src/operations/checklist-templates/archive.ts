import { z } from 'zod'
import { ChecklistTemplate, ChecklistTemplateIds } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.archive',
  summary: 'Archive checklist templates',
  phrase: 'Archive checklist templates {checklistTemplateIds}',
  http: { method: 'POST', path: '/v2/checklist/archive' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistTemplateIds: ChecklistTemplateIds }),
  output: z.array(ChecklistTemplate),
  examples: [
    {
      input: { checklistTemplateIds: [61] },
      output: [{ id: 61, name: 'New server', archived: true, archiveTime: 1_767_600_000 }],
    },
  ],
})
