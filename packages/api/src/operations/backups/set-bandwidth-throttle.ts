import { z } from 'zod'
import { BandwidthThrottle } from '../../fields/backups.ts'
import { DeviceId, Undescribed } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'backups.setBandwidthThrottle',
  summary: 'Limit the bandwidth of backups of a device',
  phrase: 'Limit the bandwidth of backups of {deviceId}',
  http: { method: 'POST', path: '/v2/backup/bandwidth-throttle' },
  scope: 'management',
  // A limit that is low enough keeps backups from ever finishing.
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    deviceId: DeviceId,
    bandwidthThrottle: BandwidthThrottle.describe('The limit, and when it holds'),
  }),
  // The vendor says SUCCESS or FAILURE in a sentence, and not where in the answer the word stands.
  output: Undescribed,
  examples: [
    {
      input: {
        deviceId: 1001,
        bandwidthThrottle: {
          enabled: true,
          workHoursKbps: 2000,
          nonWorkHoursKbps: 20_000,
          workSchedule: { startHour: 8, startMinute: 0, endHour: 18, endMinute: 0 },
        },
      },
      output: 'SUCCESS',
    },
  ],
})
