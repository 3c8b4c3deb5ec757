import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { Volume, VolumeExtras } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listVolumes',
  summary: 'List storage volumes of a device',
  phrase: 'List volumes of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/volumes' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId, include: VolumeExtras.optional() }),
  output: z.array(Volume),
  examples: [
    {
      input: { id: 1001, include: 'bl' },
      output: [
        {
          name: 'C:',
          driveLetter: 'C:',
          fileSystem: 'NTFS',
          capacity: 511_000_000_000,
          freeSpace: 48_000_000_000,
          bitLockerStatus: { protectionStatus: 'PROTECTED', encryptionMethod: 'XTS_AES_256', lockStatus: 'UNLOCKED' },
        },
      ],
    },
  ],
})
