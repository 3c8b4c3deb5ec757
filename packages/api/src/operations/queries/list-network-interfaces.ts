import { NetworkInterface } from '../../fields/inventory.ts'
import { byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listNetworkInterfaces',
  summary: 'Report network interfaces of all devices',
  phrase: 'Report network interfaces',
  http: { method: 'GET', path: '/v2/queries/network-interfaces' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput(byDevice),
  output: reportOf(NetworkInterface.extend(reported)),
  examples: [
    {
      input: { df: 'class = WINDOWS_SERVER', pageSize: 1000 },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [
          { deviceId: 1001, interfaceName: 'Ethernet', ipAddress: ['10.1.0.20'], macAddress: ['00:11:22:33:44:55'] },
        ],
      },
    },
  ],
})
