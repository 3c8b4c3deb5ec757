import { z } from 'zod'
import { Checklist, ChecklistTemplateIds } from '../../fields/checklists.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.createFromTemplates',
  summary: 'Create checklists of an organization from templates',
  phrase: 'Create checklists of {organizationId} from templates {checklistTemplateIds}',
  http: {
    method: 'POST',
    path: '/v2/organization/{organizationId}/checklists-from-templates',
    body: 'checklistTemplateIds',
  },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ organizationId: OrganizationId, checklistTemplateIds: ChecklistTemplateIds }),
  output: z.array(Checklist),
  examples: [
    {
      input: { organizationId: 1, checklistTemplateIds: [61] },
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
