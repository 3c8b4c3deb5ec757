import { z } from 'zod'
import { DeviceId, NoContent, ScriptId } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.runScript',
  summary: 'Run a library script or built-in action on a device',
  phrase: 'Run {type} {scriptId} {uid} on {id}',
  // The path takes `id` for the device, the body wants `id` for the script; ours is scriptId, the wire's is id.
  http: { method: 'POST', path: '/v2/device/{id}/script/run', wireNames: { scriptId: 'id' } },
  scope: 'management',
  risk: 'destructive',
  idempotent: false,
  // A client-credentials token is refused with user_context_required, code 5 (ninjaone-api §3).
  identity: 'user',
  paging: 'none',
  input: z
    .strictObject({
      id: DeviceId,
      type: z.enum(['SCRIPT', 'ACTION']).describe('SCRIPT from the library, ACTION built in'),
      scriptId: ScriptId.optional(),
      uid: z.uuid().describe('Action uid, with type ACTION').optional(),
      parameters: z.string().describe('One string; the agent splits it on spaces').optional(),
      runAs: z
        .string()
        .min(1)
        .describe('Case-sensitive: system, loggedonuser, SR_LOCAL_ADMINISTRATOR, SR_LINUX_SCRIPT … or a credential id')
        .optional(),
    })
    .refine((input) => (input.type === 'SCRIPT') === (input.scriptId !== undefined), {
      path: ['scriptId'],
      message: 'type SCRIPT takes scriptId, type ACTION takes uid',
    })
    .refine((input) => (input.type === 'ACTION') === (input.uid !== undefined), {
      path: ['uid'],
      message: 'type ACTION takes uid, type SCRIPT takes scriptId',
    }),
  output: NoContent,
  examples: [
    { input: { id: 1001, type: 'SCRIPT', scriptId: 7, parameters: '--all', runAs: 'system' }, output: undefined },
    { input: { id: 1001, type: 'ACTION', uid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11' }, output: undefined },
  ],
})
