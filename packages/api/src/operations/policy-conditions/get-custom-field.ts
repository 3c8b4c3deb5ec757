import { z } from 'zod'
import { CustomFieldCondition, conditionPath } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.getCustomField',
  summary: 'Read a custom field condition of a policy',
  phrase: 'Read custom field condition {conditionId} of policy {policyId}',
  http: { method: 'GET', path: '/v2/policies/{policyId}/condition/custom-fields/{conditionId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(conditionPath),
  output: CustomFieldCondition,
  examples: [
    {
      input: { policyId: 51, conditionId: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f' },
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
