import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.controlWindowsService',
  summary: 'Start, stop, pause or restart a Windows service',
  phrase: '{action} service {serviceId} on {id}',
  http: { method: 'POST', path: '/v2/device/{id}/windows-service/{serviceId}/control' },
  scope: 'management',
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  input: z.strictObject({
    id: DeviceId,
    // A service has no id of its own: the vendor takes its name here (ninjaone-api §5, "service control").
    serviceId: z.string().min(1).describe('Service name, e.g. Spooler'),
    action: z.enum(['START', 'PAUSE', 'STOP', 'RESTART']).describe('What to do'),
  }),
  paging: 'none',
  output: NoContent,
  examples: [{ input: { id: 1001, serviceId: 'Spooler', action: 'RESTART' }, output: undefined }],
})
