/**
 * Software licenses: how many, for whom, until when. Purchase dates are epoch milliseconds here, unlike other moments
 * of this API: the spec says so where they are written, and the answer has the same integer.
 */
import { z } from 'zod'
import { wireForms } from '../operation.ts'
import { LocationId, MomentInput, OrganizationId, openEnum, Timestamp } from './index.ts'
import { isoOf } from './moments.ts'

const licenseTypes = ['PER_DEVICE', 'PER_END_USER', 'CUSTOM'] as const
const renewalUnits = ['MONTH', 'YEAR'] as const
const assignmentTypes = ['NORMALIZED_SOFTWARE', 'SOFTWARE_INVENTORY', 'DEVICE_SEARCH_GROUPS', 'END_USER_ROLES'] as const

export const LicenseId = z.int().positive().describe('License id')
export const LicenseName = z.string().min(1).describe('Name of the license')
export const LicenseType = z.enum(licenseTypes).describe('What one license is for')
export const LicenseDescription = z.string().max(250).describe('Description, at most 250 characters')
export const Quantity = z.int().min(0).describe('How many licenses there are')
export const CurrentUsage = z.int().min(0).describe('How many of them are in use')
export const Note = z.string().nullable().describe('Note')

const millisecondsOf = (iso: string) => Date.parse(iso)
export const PurchaseDate = z.iso
  .datetime({ offset: true })
  .describe('Date of purchase, ISO 8601 with zone')
  .register(wireForms, {
    encode: millisecondsOf,
    decode: (wire) => (typeof wire === 'number' ? isoOf(wire) : wire),
  })

const PurchaseDateShown = z.codec(z.number(), z.string(), {
  decode: isoOf,
  encode: millisecondsOf,
})

const combinations = ['ANY', 'ALL'] as const
const Combination = z.enum(combinations).describe('Whether any or all must hold')

const AutomaticAssignment = z.strictObject({
  // The vendor tells the two kinds apart by it and lists no words.
  type: z.string().min(1).describe('Kind of automation'),
  assignmentType: z.enum(assignmentTypes).describe('What decides who gets a license').optional(),
  normalizedSoftwareName: z.string().min(1).describe('Name of software, with NORMALIZED_SOFTWARE').optional(),
  inventory: z
    .strictObject({ criteriaArgs: z.record(z.string(), z.unknown()).optional() })
    .describe('Criteria about installed software, with SOFTWARE_INVENTORY')
    .optional(),
  deviceSearchGroups: z
    .strictObject({ groupIds: z.array(z.int().positive()), operator: Combination.optional() })
    .describe('Groups from groups.list, with DEVICE_SEARCH_GROUPS')
    .optional(),
  endUserRoles: z
    .strictObject({ roleIds: z.array(z.int().positive()), operator: Combination.optional() })
    .describe('Roles from userRoles.list, with END_USER_ROLES')
    .optional(),
})

/** What create and update share. */
export const licenseFields = {
  name: LicenseName,
  description: LicenseDescription,
  type: LicenseType,
  purchaseDate: PurchaseDate,
  publisherId: z.int().positive().describe('Publisher id'),
  vendorId: z.int().positive().describe('Id of the vendor of the software'),
  scope: z
    .strictObject({
      global: z.boolean().describe('Whether all organizations share it').optional(),
      organizationIds: z.array(OrganizationId).describe('Organizations that share it').optional(),
      locationIds: z.array(LocationId).describe('Locations that share it').optional(),
    })
    .describe('Who shares the licenses'),
  quantity: Quantity,
  currentUsage: CurrentUsage,
  term: z
    .strictObject({
      renewalUnit: z.enum(renewalUnits).optional(),
      value: z.int().describe('How many of these units it runs').optional(),
      // The spec says only "double"; seconds like nearly every moment of this API, not seen live (grade U).
      expirationDate: MomentInput.optional(),
      autoRenewal: z.boolean().describe('Whether it goes on by itself').optional(),
      generateActivityAlert: z.boolean().describe('Whether its end is told as an activity').optional(),
      daysBeforeExpiration: z.int().describe('How many days before').optional(),
      hasNotifiedExpirationDate: z.boolean().describe('Whether its end has been told').optional(),
      hasNotifiedUpToRenewal: z.boolean().describe('Whether its renewal has been told').optional(),
    })
    .describe('How long it runs'),
  notificationChannelInfo: z
    .strictObject({ email: z.string().optional(), sms: z.string().optional(), pushNotification: z.string().optional() })
    .describe('Whom to tell'),
  // The vendor's own spelling.
  assigmentAutomationSettings: AutomaticAssignment.describe('Who gets a license by themselves').optional(),
  assignedLicenses: z.array(z.int()).nullable().describe('Ids of devices or end users that get one').optional(),
  unassignedLicenses: z.array(z.int()).nullable().describe('Ids of devices or end users that lose theirs').optional(),
  note: Note.optional(),
}

/** Names instead of ids, for those who keep licenses elsewhere. */
export const licenseScopeByName = z
  .strictObject({
    global: z.boolean().describe('Whether all organizations share it').optional(),
    organizationNames: z.array(z.string().min(1)).describe('Organizations that share it').optional(),
    locationNames: z.array(z.string().min(1)).describe('Locations that share it').optional(),
  })
  .describe('Who shares the licenses, by name')

const Party = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
})

/** Read and written licenses come back in two shapes; whatever only one of them has is optional. */
export const SoftwareLicense = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  type: openEnum(licenseTypes).optional(),
  automated: z.boolean().optional(),
  purchaseDate: PurchaseDateShown.optional(),
  publisherId: z.int().optional(),
  vendorId: z.int().optional(),
  publisher: Party.optional(),
  vendor: Party.optional(),
  scope: z
    .looseObject({
      global: z.boolean().optional(),
      organizationIds: z.array(z.int()).optional(),
      locationIds: z.array(z.int()).optional(),
    })
    .optional(),
  quantity: z.int().optional(),
  currentUsage: z.int().optional(),
  term: z
    .looseObject({
      renewalUnit: openEnum(renewalUnits).optional(),
      value: z.int().optional(),
      expirationDate: Timestamp.optional(),
      autoRenewal: z.boolean().optional(),
      generateActivityAlert: z.boolean().optional(),
      daysBeforeExpiration: z.int().optional(),
    })
    .optional(),
  notificationChannelInfo: z.record(z.string(), z.unknown()).optional(),
  assigmentAutomationSettings: z.record(z.string(), z.unknown()).optional(),
  assignedLicenses: z.array(z.int()).optional(),
  unassignedLicenses: z.array(z.int()).optional(),
  licenseAssignmentList: z
    .array(
      z.looseObject({
        licenseeId: z.int().optional(),
        licenseeName: z.string().optional(),
        licenseeEmail: z.string().optional(),
        licenseeOrganizationId: z.int().optional(),
        licenseeOrganizationName: z.string().optional(),
      }),
    )
    .optional(),
  expired: z.boolean().optional(),
  daysToExpire: z.int().optional(),
  note: z.string().optional(),
})
