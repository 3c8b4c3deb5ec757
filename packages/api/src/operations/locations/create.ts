import { z } from 'zod'
import { OrganizationId } from '../../fields/index.ts'
import { locationFields } from '../../fields/records.ts'
import { Location } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.create',
  summary: 'Create a location in an organization',
  phrase: 'Create location {name} in {id}',
  http: { method: 'POST', path: '/v2/organization/{id}/locations' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId, ...locationFields }),
  output: Location,
  examples: [
    {
      input: { id: 1, name: 'Branch', address: '9 Elm Street' },
      output: { id: 12, name: 'Branch', address: '9 Elm Street' },
    },
  ],
})
