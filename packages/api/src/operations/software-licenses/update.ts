import { z } from 'zod'
import { LicenseId, licenseFields, SoftwareLicense } from '../../fields/software-licenses.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'softwareLicenses.update',
  summary: 'Change a software license and who has one',
  phrase: 'Change software license {licenseId} to {name}',
  http: { method: 'PUT', path: '/v2/software-license/{licenseId}' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ licenseId: LicenseId, ...licenseFields }),
  output: SoftwareLicense,
  examples: [
    {
      input: {
        licenseId: 801,
        name: 'Drawing suite',
        description: 'Yearly subscription',
        type: 'PER_DEVICE',
        purchaseDate: '2026-01-05T00:00:00Z',
        publisherId: 21,
        vendorId: 31,
        scope: { organizationIds: [1] },
        quantity: 25,
        currentUsage: 18,
        term: { renewalUnit: 'YEAR', value: 1, expirationDate: '2027-01-05T00:00:00Z' },
        notificationChannelInfo: { email: 'licenses@example.com' },
        assignedLicenses: [1001, 1002],
        note: null,
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
