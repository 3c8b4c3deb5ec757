import { z } from 'zod'
import { licenseFields, SoftwareLicense } from '../../fields/software-licenses.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'softwareLicenses.create',
  summary: 'Create a software license',
  phrase: 'Create software license {name}',
  http: { method: 'POST', path: '/v2/software-license' },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(licenseFields),
  output: SoftwareLicense,
  examples: [
    {
      input: {
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
