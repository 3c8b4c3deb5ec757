import { z } from 'zod'
import { LocationBackupUsage } from '../../fields/backups.ts'
import { OrganizationId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.listUsageByLocation',
  summary: 'List backup usage of the locations of an organization',
  phrase: 'List backup usage of the locations of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/locations/backup/usage' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: OrganizationId }),
  output: z.array(LocationBackupUsage),
  examples: [
    {
      input: { id: 1 },
      output: [
        {
          organizationId: 1,
          locationId: 11,
          locationName: 'Main office',
          cloudTotalSize: 48_318_382_080,
          localTotalSize: 96_636_764_160,
          lastSuccessfulBackupJob: 1_767_600_000,
        },
      ],
    },
  ],
})
