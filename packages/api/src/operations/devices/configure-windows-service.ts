import { z } from 'zod'
import { DeviceId, NoContent, startTypes } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.configureWindowsService',
  summary: 'Change how a Windows service starts',
  phrase: 'Configure service {serviceId} on {id} to start {startType}',
  http: { method: 'POST', path: '/v2/device/{id}/windows-service/{serviceId}/configure' },
  scope: 'management',
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z
    .strictObject({
      id: DeviceId,
      // A service has no id of its own: the vendor takes its name here (ninjaone-api §5, "service control").
      serviceId: z.string().min(1).describe('Service name, e.g. Spooler'),
      startType: z.enum(startTypes).describe('When it starts').optional(),
      userName: z.string().min(1).describe('Account it runs as').optional(),
    })
    .refine((input) => input.startType !== undefined || input.userName !== undefined, {
      path: ['startType'],
      message: 'give startType, userName or both',
    }),
  output: NoContent,
  examples: [{ input: { id: 1001, serviceId: 'Spooler', startType: 'AUTO_START' }, output: undefined }],
})
