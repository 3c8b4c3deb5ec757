import { z } from 'zod'
import { LicenseId, SoftwareLicense } from '../../fields/software-licenses.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'softwareLicenses.get',
  summary: 'Read a software license',
  phrase: 'Read software license {licenseId}',
  http: { method: 'GET', path: '/v2/software-license/{licenseId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ licenseId: LicenseId }),
  output: SoftwareLicense,
  examples: [
    {
      input: { licenseId: 801 },
      // The id is no part of this answer.
      output: {
        name: 'Drawing suite',
        type: 'PER_DEVICE',
        purchaseDate: 1_767_571_200_000,
        quantity: 25,
        currentUsage: 18,
        assignedLicenses: [1001, 1002],
      },
    },
  ],
})
