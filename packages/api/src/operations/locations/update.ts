import { z } from 'zod'
import { locationFields, locationPath } from '../../fields/records.ts'
import { Location } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.update',
  summary: 'Change a location',
  phrase: 'Change location {locationId} of {id}',
  // "locations" in the plural here, "location" for its custom fields and installer (ninjaone-api §5).
  http: { method: 'PATCH', path: '/v2/organization/{id}/locations/{locationId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ...locationPath, ...locationFields, name: locationFields.name.optional() }),
  // The spec shows the location, clients in production expect 204 (ninjaone-api §5): both are taken.
  output: Location.optional(),
  examples: [
    {
      input: { id: 1, locationId: 12, address: '10 Elm Street' },
      output: { id: 12, name: 'Branch', address: '10 Elm Street' },
    },
  ],
})
