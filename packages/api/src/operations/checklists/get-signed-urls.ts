import { z } from 'zod'
import { ChecklistId } from '../../fields/checklists.ts'
import { SignedUrls } from '../../fields/files.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.getSignedUrls',
  summary: 'Get links to the files of a checklist',
  phrase: 'Get links to the files of checklist {checklistId}',
  http: { method: 'GET', path: '/v2/organization/checklist/{checklistId}/signed-urls' },
  scope: 'monitoring',
  // Whoever has one of these links can fetch the file without signing in. It reads all the same: nothing changes.
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ checklistId: ChecklistId }),
  output: SignedUrls,
  examples: [
    {
      input: { checklistId: 71 },
      output: { '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1': 'https://files.example.com/network.pdf?signature=c0ffee' },
    },
  ],
})
