import { z } from 'zod'
import { newConditionFields, WindowsEventCondition, windowsEventWatch } from '../../fields/policy-conditions.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'policyConditions.createWindowsEvent',
  summary: 'Watch Windows events on the devices of a policy',
  phrase: 'Add Windows event condition {displayName} to policy {policyId}',
  http: { method: 'POST', path: '/v2/policies/{policyId}/condition/windows-event' },
  scope: 'management',
  // It can run scripts on every device of the policy, so it is as grave as devices.runScript.
  risk: 'destructive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ ...newConditionFields, ...windowsEventWatch }),
  output: WindowsEventCondition,
  examples: [
    {
      input: {
        policyId: 51,
        displayName: 'Bad block on a disk',
        severity: 'MAJOR',
        source: 'disk',
        eventIds: [7],
        occurrence: { enabled: true, threshold: 3, duration: 10 },
      },
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
