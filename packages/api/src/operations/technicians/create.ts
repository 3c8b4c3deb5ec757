import { z } from 'zod'
import { Email, FirstName, LastName, Phone, Technician } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'technicians.create',
  summary: 'Create a technician',
  phrase: 'Create technician {firstName} {lastName}',
  http: { method: 'POST', path: '/v2/user/technicians' },
  scope: 'management',
  // It gives somebody access to the tenant.
  risk: 'disruptive',
  idempotent: false,
  // "Must be a System Administrator" says the 403 of the spec; a machine is none, so a person makes the call (grade U).
  identity: 'user',
  paging: 'none',
  input: z.strictObject({ firstName: FirstName, lastName: LastName, email: Email, phone: Phone.optional() }),
  output: Technician,
  examples: [
    {
      input: { firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example' },
      output: { id: 201, firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example', invitationStatus: 'PENDING' },
    },
  ],
})
