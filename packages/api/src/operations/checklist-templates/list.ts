import { z } from 'zod'
import { ChecklistTemplate } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklistTemplates.list',
  summary: 'List checklist templates',
  phrase: 'List checklist templates',
  http: { method: 'GET', path: '/v2/checklist/templates' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    checklistTemplateIds: z.string().min(1).describe('Comma-separated ids of checklist templates').optional(),
    checklistTemplateName: z.string().min(1).describe('Only templates of this name').optional(),
    required: z.boolean().describe('Only those that are required, or only those that are not').optional(),
    includeArchived: z.boolean().describe('Also archived ones').optional(),
  }),
  output: z.array(ChecklistTemplate),
  examples: [
    {
      input: { includeArchived: false },
      output: [{ id: 61, name: 'New server', required: true, tasks: [{ position: 1, name: 'Set up backup' }] }],
    },
  ],
})
