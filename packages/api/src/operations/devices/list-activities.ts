import { z } from 'zod'
import { DeviceId, Language, TimeZone } from '../../fields/index.ts'
import { Activity } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listActivities',
  summary: 'List what happened on a device, newest first',
  phrase: 'List activities of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/activities' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'activities',
  input: z.strictObject({
    id: DeviceId,
    // The spec swaps the two descriptions; clients in production use them as the names say (ninjaone-api §1).
    olderThan: z.int().min(0).describe('Only activities with a smaller id').optional(),
    newerThan: z.int().min(0).describe('Only activities with a larger id').optional(),
    activityType: z.string().describe('Activity type, e.g. ACTION').optional(),
    status: z.string().describe('Status code, e.g. COMPLETED').optional(),
    seriesUid: z.string().describe('Alert (series) the activities belong to').optional(),
    pageSize: z.int().min(10).max(1000).describe('Rows in one page, 10 to 1000; vendor default 200').optional(),
    lang: Language.optional(),
    tz: TimeZone.optional(),
  }),
  output: z.looseObject({
    lastActivityId: z.int().optional(),
    lastNodeActivityId: z.int().optional(),
    activities: z.array(Activity),
  }),
  examples: [
    {
      input: { id: 1001, pageSize: 10 },
      output: {
        lastActivityId: 90_001,
        activities: [
          {
            id: 90_001,
            activityTime: 1_767_603_600.5,
            deviceId: 1001,
            activityType: 'SYSTEM',
            statusCode: 'SYSTEM_REBOOTED',
            status: 'System Rebooted',
            message: 'System rebooted',
          },
        ],
      },
    },
  ],
})
