import { z } from 'zod'
import { Technician } from '../../fields/people.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'technicians.list',
  summary: 'List technicians',
  phrase: 'List technicians',
  http: { method: 'GET', path: '/v2/user/technicians' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(Technician),
  examples: [
    {
      input: {},
      output: [{ id: 201, firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example', administrator: true }],
    },
  ],
})
