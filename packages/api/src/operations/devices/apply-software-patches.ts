import { z } from 'zod'
import { DeviceId, NoContent } from '../../fields/index.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'devices.applySoftwarePatches',
  summary: 'Install all approved third-party software patches',
  phrase: 'Install all approved third-party software patches on {id}',
  http: { method: 'POST', path: '/v2/device/{id}/patch/software/apply' },
  scope: 'management',
  // Everything approved is installed: there is no choice by patch, and a restart may follow (ninjaone-api §5, "patch jobs").
  risk: 'disruptive',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({ id: DeviceId }),
  output: NoContent,
  examples: [{ input: { id: 1001 }, output: undefined }],
})
