import { z } from 'zod'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'softwareProducts.list',
  summary: 'List products that NinjaOne can patch',
  phrase: 'List patchable products',
  http: { method: 'GET', path: '/v2/software-products' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(
    z.looseObject({
      id: z.string(),
      vendorName: z.string().optional(),
      productName: z.string().optional(),
      installable: z.boolean().optional(),
      active: z.boolean().optional(),
    }),
  ),
  examples: [
    {
      input: {},
      output: [
        {
          id: '0d9f5a4e-1111-4c67-8a44-1f1f2f3f4f5f',
          vendorName: 'Mozilla',
          productName: 'Firefox',
          installable: true,
          active: true,
        },
      ],
    },
  ],
})
