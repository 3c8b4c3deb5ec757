import { z } from 'zod'
import { CustomFieldCondition, customFieldWatch, newConditionFields } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.createCustomField',
  summary: 'Watch custom fields of the devices of a policy',
  phrase: 'Add custom field condition {displayName} to policy {policyId}',
  http: { method: 'POST', path: '/v2/policies/{policyId}/condition/custom-fields' },
  scope: 'management',
  // It can run scripts on every device of the policy, so it is as grave as devices.runScript.
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z
    .strictObject({ ...newConditionFields, ...customFieldWatch })
    // Without a comparison nobody can say when it comes to pass.
    .refine((input) => [input.matchAll, input.matchAny].some((list) => list !== undefined && list.length > 0), {
      path: ['matchAll'],
      message: 'give at least one comparison in matchAll or matchAny',
    }),
  output: CustomFieldCondition,
  examples: [
    {
      input: {
        policyId: 51,
        displayName: 'Warranty is over',
        severity: 'MINOR',
        matchAll: [{ fieldName: 'warrantyState', operator: 'EQUALS', value: 'expired' }],
      },
      output: {
        id: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
        displayName: 'Warranty is over',
        enabled: true,
        severity: 'MINOR',
        matchAll: [{ fieldName: 'warrantyState', operator: 'EQUALS', value: 'expired' }],
      },
    },
  ],
})
