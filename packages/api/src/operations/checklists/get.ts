import { z } from 'zod'
import { Checklist, ChecklistId } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.get',
  summary: 'Get a checklist with its tasks',
  phrase: 'Get checklist {checklistId}',
  http: { method: 'GET', path: '/v2/organization/checklist/{checklistId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistId: ChecklistId }),
  output: Checklist,
  examples: [
    {
      input: { checklistId: 71 },
      output: {
        id: 71,
        name: 'New server',
        organizationId: 1,
        clientName: 'Maple Law',
        completed: false,
        completedTaskCount: 0,
        totalTaskCount: 1,
        dueDate: 1_772_402_400,
        tasks: [{ id: 711, position: 1, name: 'Set up backup', completed: false }],
      },
    },
  ],
})
