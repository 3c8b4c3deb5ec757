import { z } from 'zod'
import { NotificationChannel } from '../../fields/policies.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'notificationChannels.list',
  summary: 'List notification channels',
  phrase: 'List notification channels',
  http: { method: 'GET', path: '/v2/notification-channels' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({}),
  output: z.array(NotificationChannel),
  examples: [{ input: {}, output: [{ id: 9, name: 'Night shift', enabled: true, type: 'EMAIL' }] }],
})
