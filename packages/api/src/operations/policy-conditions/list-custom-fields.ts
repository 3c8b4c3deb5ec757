import { z } from 'zod'
import { PolicyId } from '../../fields/index.ts'
import { CustomFieldCondition } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.listCustomFields',
  summary: 'List custom field conditions of a policy',
  phrase: 'List custom field conditions of policy {policyId}',
  http: { method: 'GET', path: '/v2/policies/{policyId}/condition/custom-fields' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ policyId: PolicyId }),
  output: z.array(CustomFieldCondition),
  examples: [
    {
      input: { policyId: 51 },
      output: [
        {
          id: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
          displayName: 'Warranty is over',
          enabled: true,
          severity: 'MINOR',
          matchAll: [{ fieldName: 'warrantyState', operator: 'EQUALS', value: 'expired' }],
        },
      ],
    },
  ],
})
