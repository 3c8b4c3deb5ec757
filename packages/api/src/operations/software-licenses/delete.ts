import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { LicenseId } from '../../fields/software-licenses.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'softwareLicenses.delete',
  summary: 'Delete a software license',
  phrase: 'Delete software license {licenseId}',
  http: { method: 'DELETE', path: '/v2/software-license/{licenseId}' },
  scope: 'management',
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ licenseId: LicenseId }),
  output: NoContent,
  examples: [{ input: { licenseId: 801 }, output: undefined }],
})
