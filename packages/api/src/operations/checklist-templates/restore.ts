import { z } from 'zod'
import { ChecklistTemplate, ChecklistTemplateIds } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.restore',
  summary: 'Restore archived checklist templates',
  phrase: 'Restore checklist templates {checklistTemplateIds}',
  http: { method: 'POST', path: '/v2/checklist/restore' },
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
      output: [{ id: 61, name: 'New server', required: true, tasks: [{ position: 1, name: 'Set up backup' }] }],
    },
  ],
})
