import { z } from 'zod'
import { DeviceId } from '../../fields/index.ts'
import { NetworkInterface } from '../../fields/inventory.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.listNetworkInterfaces',
  summary: 'List network interfaces of a device',
  phrase: 'List network interfaces of {id}',
  http: { method: 'GET', path: '/v2/device/{id}/network-interfaces' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: z.array(NetworkInterface),
  examples: [
    {
      input: { id: 1001 },
      output: [
        {
          interfaceName: 'Ethernet',
          ipAddress: ['10.1.0.20'],
          macAddress: ['00:11:22:33:44:55'],
          defaultGateway: '10.1.0.1',
          status: 'UP',
        },
      ],
    },
  ],
})
