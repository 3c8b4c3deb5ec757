import { z } from 'zod'
import { LocationId, NodeRoleId, OrganizationId } from '../../fields/index.ts'
import { InstallerLink, InstallerType } from '../../fields/records.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'organizations.generateInstaller',
  summary: 'Generate an installer with settings',
  phrase: 'Generate {installerType} installer for {organizationId}',
  http: { method: 'POST', path: '/v2/organization/generate-installer' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    organizationId: OrganizationId,
    locationId: LocationId,
    installerType: InstallerType,
    content: z
      .strictObject({ nodeRoleId: z.union([NodeRoleId, z.enum(['auto', ''])]).optional() })
      .describe('Device role of what is installed; auto lets NinjaOne choose')
      .optional(),
  }),
  output: InstallerLink,
  examples: [
    {
      input: { organizationId: 1, locationId: 11, installerType: 'WINDOWS_MSI', content: { nodeRoleId: 'auto' } },
      output: { url: 'https://app.ninjarmm.com/agent/installer/NinjaOneAgent_abc.msi' },
    },
  ],
})
