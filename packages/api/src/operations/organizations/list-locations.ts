import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { Location } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.listLocations',
  summary: 'List locations of an organization',
  phrase: 'List locations of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/locations' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId }),
  output: z.array(Location),
  examples: [{ input: { id: 1 }, output: [{ id: 11, name: 'Main office', address: '1 Cedar Street' }] }],
})
