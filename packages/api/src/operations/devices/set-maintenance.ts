import { z } from 'zod'
import { DeviceId, MomentInput, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.setMaintenance',
  summary: 'Put a device into maintenance for a time',
  phrase: 'Put {id} into maintenance until {end}',
  http: { method: 'PUT', path: '/v2/device/{id}/maintenance' },
  scope: 'management',
  risk: 'write',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z
    .strictObject({
      id: DeviceId,
      disabledFeatures: z
        .array(z.enum(['ALERTS', 'PATCHING', 'AVSCANS', 'TASKS']))
        .min(1)
        .describe('What stands still meanwhile'),
      start: MomentInput.optional(),
      end: MomentInput,
      reasonMessage: z.string().describe('Why').optional(),
    })
    .refine((input) => input.start === undefined || Date.parse(input.start) < Date.parse(input.end), {
      path: ['end'],
      message: 'must be later than start',
    }),
  output: NoContent,
  examples: [
    {
      input: { id: 1001, disabledFeatures: ['ALERTS'], end: '2026-01-05T12:00:00Z', reasonMessage: 'Disk swap' },
      output: undefined,
    },
  ],
})
