import { z } from 'zod'
import { InstallerLink, InstallerType, locationPath } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'locations.getInstaller',
  summary: 'Get an installer for a location',
  phrase: 'Get {installerType} installer for location {locationId} of {id}',
  http: { method: 'GET', path: '/v2/organization/{id}/location/{locationId}/installer/{installerType}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ...locationPath, installerType: InstallerType }),
  // invalid_node_role means that the tenant has "Advanced installer options": use organizations.generateInstaller (§5).
  output: InstallerLink,
  examples: [
    {
      input: { id: 1, locationId: 11, installerType: 'WINDOWS_MSI' },
      output: { url: 'https://app.ninjarmm.com/agent/installer/CedarDental-MainOffice.msi' },
    },
  ],
})
