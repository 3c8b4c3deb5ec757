import { z } from 'zod'
import { LocationBackupUsage } from '../../fields/backups.ts'
import { locationPath } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.getUsageOfLocation',
  summary: 'Read the backup usage of a location',
  phrase: 'Read the backup usage of location {locationId} of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/locations/{locationId}/backup/usage' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(locationPath),
  output: LocationBackupUsage,
  examples: [
    {
      input: { id: 1, locationId: 11 },
      output: { organizationId: 1, locationId: 11, locationName: 'Main office', cloudTotalSize: 48_318_382_080 },
    },
  ],
})
