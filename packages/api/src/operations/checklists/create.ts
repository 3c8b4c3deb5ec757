import { z } from 'zod'
import { Checklist, NewChecklist } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.create',
  summary: 'Create checklists for organizations',
  phrase: 'Create checklists {checklists}',
  http: { method: 'POST', path: '/v2/organization/checklists', body: 'checklists' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklists: z.array(NewChecklist).min(1).describe('Checklists to create') }),
  output: z.array(Checklist),
  examples: [
    {
      input: {
        checklists: [
          {
            organizationId: 1,
            name: 'New server',
            dueDate: '2026-03-01T22:00:00Z',
            tasks: [{ position: 1, name: 'Set up backup' }],
          },
        ],
      },
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
