import { z } from 'zod'
import { NoContent, UserId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'technicians.delete',
  summary: 'Delete a technician',
  phrase: 'Delete technician {id}',
  http: { method: 'DELETE', path: '/v2/user/technician/{id}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  // "Must be a System Administrator" says the 403 of the spec; a machine is none, so a person makes the call (grade U).
  identity: 'user',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('Technician id, from technicians.list') }),
  output: NoContent,
  examples: [{ input: { id: 201 }, output: undefined }],
})
