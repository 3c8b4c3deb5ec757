import { z } from 'zod'
import { conditionPath, WindowsEventCondition } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.getWindowsEvent',
  summary: 'Read a Windows event condition of a policy',
  phrase: 'Read Windows event condition {conditionId} of policy {policyId}',
  http: { method: 'GET', path: '/v2/policies/{policyId}/condition/windows-event/{conditionId}' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject(conditionPath),
  output: WindowsEventCondition,
  examples: [
    {
      input: { policyId: 51, conditionId: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f' },
      output: {
        id: '6c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
        displayName: 'Bad block on a disk',
        enabled: true,
        severity: 'MAJOR',
        source: 'disk',
        eventIds: [7],
      },
    },
  ],
})
