import { z } from 'zod'
import { DateText, DeviceFilter, Language, TimeZone } from '../../fields/index.ts'
import { Activity } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'activities.list',
  summary: 'List what happened in the whole tenant, newest first',
  phrase: 'List activities',
  // The vendor calls two dates `before` and `after`; in every other list `after` is an id, so ours say what they are.
  http: { method: 'GET', path: '/v2/activities', wireNames: { recordedBefore: 'before', recordedAfter: 'after' } },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'activities',
  input: z.strictObject({
    // The spec swaps the two descriptions; clients in production use them as the names say (ninjaone-api §1).
    olderThan: z.int().min(0).describe('Only activities with a smaller id').optional(),
    newerThan: z.int().min(0).describe('Only activities with a larger id').optional(),
    class: z.enum(['SYSTEM', 'DEVICE', 'USER', 'ALL']).describe('Whose activities; vendor default ALL').optional(),
    recordedBefore: DateText.describe('Only activities before this date, e.g. 20260131').optional(),
    recordedAfter: DateText.describe('Only activities after this date, e.g. 20260101').optional(),
    type: z.string().min(1).describe('Activity type, e.g. ACTION').optional(),
    status: z.string().min(1).describe('Status code, e.g. COMPLETED, or: in (STARTED, COMPLETED)').optional(),
    user: z.string().min(1).describe('Only activities of this user').optional(),
    seriesUid: z.string().min(1).describe('Alert (series) the activities belong to').optional(),
    df: DeviceFilter.optional(),
    pageSize: z.int().min(10).max(1000).describe('Rows in one page, 10 to 1000; vendor default 200').optional(),
    lang: Language.optional(),
    tz: TimeZone.optional(),
    sourceConfigUid: z.string().min(1).describe('Only activities of this script or condition').optional(),
  }),
  output: z.looseObject({ lastActivityId: z.int().optional(), activities: z.array(Activity) }),
  examples: [
    {
      input: { class: 'SYSTEM', recordedAfter: '20260101', pageSize: 10 },
      output: {
        lastActivityId: 90_001,
        activities: [
          {
            id: 90_001,
            activityTime: 1_767_603_600.5,
            activityType: 'SYSTEM',
            statusCode: 'NODE_CREATED',
            message: 'Device created',
          },
        ],
      },
    },
  ],
})
