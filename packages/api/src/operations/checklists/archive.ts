import { z } from 'zod'
import { Checklist, ChecklistIds } from '../../fields/checklists.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.archive',
  summary: 'Archive checklists of organizations',
  phrase: 'Archive checklists {clientChecklistIds}',
  // The path has no word for it, but what is archived are checklists, not organizations.
  http: { method: 'POST', path: '/v2/organization/archive' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ clientChecklistIds: ChecklistIds }),
  output: z.array(Checklist),
  examples: [
    {
      input: { clientChecklistIds: [701] },
      output: [{ id: 701, name: 'Onboarding', organizationId: 1, archived: true, archiveTime: 1_767_600_000 }],
    },
  ],
})
