import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'contacts.delete',
  summary: 'Delete a contact',
  phrase: 'Delete contact {id}',
  http: { method: 'DELETE', path: '/v2/contact/{id}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: z.int().positive().describe('Contact id, from contacts.list') }),
  output: NoContent,
  examples: [{ input: { id: 401 }, output: undefined }],
})
