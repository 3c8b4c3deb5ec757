import { z } from 'zod'
import { NoContent, UserId } from '../../fields/index.ts'
import { FirstName, LastName } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'technicians.update',
  summary: 'Change the name of a technician',
  phrase: 'Change name of technician {id} to {firstName} {lastName}',
  http: { method: 'PATCH', path: '/v2/user/technician/{id}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  // "Must be a System Administrator" says the 403 of the spec; a machine is none, so a person makes the call (grade U).
  identity: 'user',
  paging: 'none',
  input: z.strictObject({
    id: UserId.describe('Technician id, from technicians.list'),
    firstName: FirstName.optional(),
    lastName: LastName.optional(),
  }),
  output: NoContent,
  examples: [{ input: { id: 201, lastName: 'Vos-Kim' }, output: undefined }],
})
