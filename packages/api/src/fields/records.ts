/** Inputs and outputs of organizations, locations and what is kept about devices beside them. */
import { z } from 'zod'
import { LocationId, NodeRoleId, OrganizationId, PolicyId, UserData } from './index.ts'
import { Location } from './shapes.ts'

/** A location among those of all organizations. */
export const LocationRow = Location.extend({ organizationId: z.int().optional() })

export const OrganizationName = z.string().min(1).describe('Name of the organization')
export const Description = z.string().describe('Description')
export const ApprovalMode = z
  .enum(['AUTOMATIC', 'MANUAL', 'REJECT'])
  .describe('What happens to devices that report for the first time')

export const locationFields = {
  name: z.string().min(1).describe('Name of the location'),
  address: z.string().describe('Postal address').optional(),
  description: Description.optional(),
  userData: UserData.optional(),
}

export const PolicyMapping = z.strictObject({ nodeRoleId: NodeRoleId, policyId: PolicyId })

const installerTypes = [
  'WINDOWS_MSI',
  'WINDOWS_ARM64_MSI',
  'MAC_DMG',
  'MAC_PKG',
  'LINUX_DEB',
  'LINUX_RPM',
  'LINUX_ARM64_DEB',
  'LINUX_ARMV7A_DEB',
  'LINUX_ARM64_RPM',
  'LINUX_ARMV7A_RPM',
] as const
export const InstallerType = z.enum(installerTypes).describe('Kind of installer')

/** Whoever has the link can enrol devices into the organization. */
export const InstallerLink = z.looseObject({ url: z.string() })

/** Names of one location: the vendor addresses it below its organization. */
export const locationPath = { id: OrganizationId, locationId: LocationId }
