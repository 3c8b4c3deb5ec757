import { z } from 'zod'
import { NoContent } from '../../fields/index.ts'
import { conditionPath } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.delete',
  summary: 'Delete a condition of a policy',
  phrase: 'Delete condition {conditionId} of policy {policyId}',
  http: { method: 'DELETE', path: '/v2/policies/{policyId}/condition/{conditionId}' },
  scope: 'management',
  // What it watched for goes unseen from then on, and it must be written anew to come back.
  risk: 'destructive',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(conditionPath),
  output: NoContent,
  examples: [{ input: { policyId: 51, conditionId: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f' }, output: undefined }],
})
