import { z } from 'zod'
import { PolicyId } from '../../fields/index.ts'
import { WindowsEventCondition } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.listWindowsEvents',
  summary: 'List Windows event conditions of a policy',
  phrase: 'List Windows event conditions of policy {policyId}',
  http: { method: 'GET', path: '/v2/policies/{policyId}/condition/windows-event' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ policyId: PolicyId }),
  output: z.array(WindowsEventCondition),
  examples: [
    {
      input: { policyId: 51 },
      output: [
        {
          id: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
          displayName: 'Bad block on a disk',
          enabled: true,
          severity: 'MAJOR',
          source: 'disk',
          eventIds: [7],
        },
      ],
    },
  ],
})
