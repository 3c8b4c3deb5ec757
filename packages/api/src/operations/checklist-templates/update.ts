import { z } from 'zod'
import { ChecklistTemplate, ChecklistTemplateChange } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.update',
  summary: 'Change checklist templates',
  phrase: 'Change checklist templates {templates}',
  http: { method: 'PUT', path: '/v2/checklist/templates', body: 'templates' },
  scope: 'management',
  risk: 'write',
  // Tasks have no id here, and whether they replace the old ones or join them the vendor does not say.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    templates: z.array(ChecklistTemplateChange).min(1).describe('Changes, one for each template'),
  }),
  output: z.array(ChecklistTemplate),
  examples: [
    {
      input: { templates: [{ id: 61, name: 'New server', required: true }] },
      output: [{ id: 61, name: 'New server', required: true, tasks: [{ position: 1, name: 'Set up backup' }] }],
    },
  ],
})
