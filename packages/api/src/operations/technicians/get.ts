import { z } from 'zod'
import { UserId } from '../../fields/index.ts'
import { Technician } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'technicians.get',
  summary: 'Get one technician',
  phrase: 'Get technician {id}',
  http: { method: 'GET', path: '/v2/user/technician/{id}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: UserId.describe('Technician id, from technicians.list') }),
  output: Technician,
  examples: [
    {
      input: { id: 201 },
      output: { id: 201, firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example', administrator: true },
    },
  ],
})
