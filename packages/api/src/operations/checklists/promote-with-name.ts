import { z } from 'zod'
import { PromotedChecklist } from '../../fields/checklists.ts'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'checklists.promoteWithName',
  summary: 'Make templates with new names from checklists',
  phrase: 'Make templates {checklists} from checklists',
  http: { method: 'POST', path: '/v2/organization/checklists/promote-with-name', body: 'checklists' },
  scope: 'management',
  // The vendor only says "promote"; that templates come of it is how its pages read (grade U).
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    checklists: z.array(PromotedChecklist).min(1).describe('Checklists, each with the name of its template'),
  }),
  output: NoContent,
  examples: [{ input: { checklists: [{ id: 71, name: 'New server, as at Maple Law' }] }, output: undefined }],
})
