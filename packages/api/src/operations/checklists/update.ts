import { z } from 'zod'
import { Checklist, ChecklistChange } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.update',
  summary: 'Change checklists and their tasks',
  phrase: 'Change checklists {checklists}',
  http: { method: 'PUT', path: '/v2/organization/checklists', body: 'checklists' },
  scope: 'management',
  risk: 'write',
  // A task without an id is a new one each time.
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklists: z.array(ChecklistChange).min(1).describe('Changes, one for each checklist') }),
  output: z.array(Checklist),
  examples: [
    {
      input: { checklists: [{ checklistId: 71, name: 'New server', tasks: [{ id: 711, completed: true }] }] },
      output: [
        {
          id: 71,
          name: 'New server',
          organizationId: 1,
          clientName: 'Maple Law',
          completed: true,
          completedTaskCount: 1,
          totalTaskCount: 1,
          dueDate: 1_772_402_400,
          tasks: [{ id: 711, position: 1, name: 'Set up backup', completed: true, completedOn: 1_767_600_000 }],
        },
      ],
    },
  ],
})
