import { z } from 'zod'
import { DeviceRow } from '../../fields/shapes.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.search',
  summary: 'Find devices by name, address or logged-on user',
  phrase: 'Find devices like {q}',
  http: { method: 'GET', path: '/v2/devices/search' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    q: z.string().min(1).describe('Text to look for: name, IP address, logged-on user'),
    limit: z.int().min(1).describe('Most devices to return').optional(),
  }),
  output: z.looseObject({
    query: z.string().optional(),
    devices: z.array(
      DeviceRow.extend({
        score: z.number().optional(),
        matchAttr: z.string().optional(),
        matchAttrValue: z.string().optional(),
      }),
    ),
  }),
  examples: [
    {
      input: { q: 'PRINT01', limit: 5 },
      output: {
        query: 'PRINT01',
        devices: [
          {
            id: 1001,
            organizationId: 1,
            systemName: 'CEDAR-PRINT01',
            matchAttr: 'systemName',
            matchAttrValue: 'CEDAR-PRINT01',
          },
        ],
      },
    },
  ],
})
