import { z } from 'zod'
import {
  CurrentUsage,
  LicenseDescription,
  LicenseName,
  LicenseType,
  licenseScopeByName,
  Note,
  PurchaseDate,
  Quantity,
  SoftwareLicense,
} from '../../fields/software-licenses.ts'
import { defineOperation } from '../../operation.ts'

const Licensees = z.array(z.string().min(1))

export default defineOperation({
  id: 'softwareLicenses.upsert',
  summary: 'Create or change a software license by names',
  phrase: 'Create or change software license {name} of {publisherName}',
  http: { method: 'POST', path: '/v2/software-license/upsert' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    name: LicenseName,
    description: LicenseDescription.nullable().optional(),
    type: LicenseType,
    date: PurchaseDate.nullable().optional(),
    publisherName: z.string().min(1).describe('Name of the publisher'),
    vendorName: z.string().min(1).describe('Name of the vendor of the software'),
    scope: licenseScopeByName,
    quantity: Quantity,
    currentUsage: CurrentUsage.nullable().optional(),
    currentLicensees: Licensees.describe('All who have one; whoever is not named loses theirs').optional(),
    licenseesToAssign: Licensees.describe('Names of those who get one').optional(),
    licenseesToRemove: Licensees.describe('Names of those who lose theirs').optional(),
    note: Note.optional(),
  }),
  output: SoftwareLicense,
  examples: [
    {
      input: {
        name: 'Drawing suite',
        type: 'PER_DEVICE',
        date: '2026-01-05T00:00:00Z',
        publisherName: 'Example Software',
        vendorName: 'Example Store',
        scope: { organizationNames: ['Maple Law'] },
        quantity: 25,
        licenseesToAssign: ['CEDAR-PRINT01'],
      },
      output: {
        id: 801,
        name: 'Drawing suite',
        type: 'PER_DEVICE',
        purchaseDate: 1_767_571_200_000,
        quantity: 25,
        currentUsage: 18,
        scope: { organizationIds: [1] },
        term: { renewalUnit: 'YEAR', value: 1, expirationDate: 1_799_107_200 },
      },
    },
  ],
})
