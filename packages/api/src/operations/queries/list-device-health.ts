import { z } from 'zod'
import { openEnum } from '../../fields/index.ts'
import { byDevice, reported, reportInput, reportOf } from '../../fields/reports.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation({
  id: 'queries.listDeviceHealth',
  summary: 'Report health of all devices',
  phrase: 'Report health',
  http: { method: 'GET', path: '/v2/queries/device-health' },
  scope: 'monitoring',
  risk: 'read',
  idempotent: true,
  identity: 'machine',
  paging: 'cursor',
  input: reportInput({
    ...byDevice,
    health: z.string().min(1).describe('Only devices in this health, e.g. UNHEALTHY').optional(),
  }),
  output: reportOf(
    z.looseObject({
      ...reported,
      healthStatus: openEnum(['UNKNOWN', 'HEALTHY', 'NEEDS_ATTENTION', 'UNHEALTHY']).optional(),
      offline: z.boolean().optional(),
      parentDeviceId: z.int().optional(),
      parentOffline: z.boolean().optional(),
      alertCount: z.int().optional(),
      activeJobCount: z.int().optional(),
      activeThreatsCount: z.int().optional(),
      quarantinedThreatsCount: z.int().optional(),
      blockedThreatsCount: z.int().optional(),
      pendingOSPatchesCount: z.int().optional(),
      failedOSPatchesCount: z.int().optional(),
      pendingSoftwarePatchesCount: z.int().optional(),
      failedSoftwarePatchesCount: z.int().optional(),
      pendingRebootReason: z.string().optional(),
      criticalVulnerabilityCount: z.int().optional(),
      highVulnerabilityCount: z.int().optional(),
      mediumVulnerabilityCount: z.int().optional(),
      lowVulnerabilityCount: z.int().optional(),
      installationIssuesCount: z.int().optional(),
    }),
  ),
  examples: [
    {
      input: { health: 'UNHEALTHY' },
      output: {
        cursor: { name: 'c0ffee', offset: 1, count: 1, expires: 1_767_607_200 },
        results: [{ deviceId: 1001, healthStatus: 'NEEDS_ATTENTION', alertCount: 2, pendingOSPatchesCount: 3 }],
      },
    },
  ],
})
