import { z } from 'zod'
import { ChecklistTemplate, NewChecklistTemplate } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.create',
  summary: 'Create checklist templates',
  phrase: 'Create checklist templates {templates}',
  http: { method: 'POST', path: '/v2/checklist/templates', body: 'templates' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ templates: z.array(NewChecklistTemplate).min(1).describe('Templates to create') }),
  output: z.array(ChecklistTemplate),
  examples: [
    {
      input: { templates: [{ name: 'New server', required: true, tasks: [{ position: 1, name: 'Set up backup' }] }] },
      output: [{ id: 61, name: 'New server', required: true, tasks: [{ position: 1, name: 'Set up backup' }] }],
    },
  ],
})
