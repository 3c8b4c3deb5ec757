import { z } from 'zod'
import { Checklist } from '../../fields/checklists.ts'
import { UserId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.list',
  summary: 'List checklists of organizations',
  phrase: 'List checklists',
  http: { method: 'GET', path: '/v2/organization/checklists' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    checklistIds: z.string().min(1).describe('Comma-separated ids of checklists').optional(),
    organizationIds: z.string().min(1).describe('Comma-separated ids of organizations').optional(),
    checklistName: z.string().min(1).describe('Only checklists of this name').optional(),
    assignedToUserId: UserId.describe('Only those that this user is to complete').optional(),
    completed: z.boolean().describe('Only those that are completed, or only those that are not').optional(),
    required: z.boolean().describe('Only those that are required, or only those that are not').optional(),
    includeArchived: z.boolean().describe('Also archived ones').optional(),
  }),
  output: z.array(Checklist),
  examples: [
    {
      input: { organizationIds: '1,2', completed: false },
      output: [
        {
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
      ],
    },
  ],
})
