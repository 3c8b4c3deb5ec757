/**
 * Shapes that come back from more than one operation. Loose: unknown fields pass, because live answers
 * carry blocks that the spec does not name. The vendor omits null fields, so nearly all are optional.
 */
import { z } from 'zod'
import { NodeClass, openEnum, priorities, serviceStates, severities, startTypes, Timestamp } from './index.ts'

export const Location = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  address: z.string().optional(),
  description: z.string().optional(),
  userData: z.record(z.string(), z.unknown()).optional(),
})

export const Organization = z.looseObject({
  id: z.int(),
  name: z.string(),
  description: z.string().optional(),
  userData: z.record(z.string(), z.unknown()).optional(),
  nodeApprovalMode: openEnum(['AUTOMATIC', 'MANUAL', 'REJECT']).optional(),
})

export const OrganizationDetailed = Organization.extend({
  locations: z.array(Location).optional(),
  policies: z.array(z.looseObject({ nodeRoleId: z.int(), policyId: z.int() })).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
})

const Named = z.looseObject({ id: z.int().optional(), name: z.string().optional() })

const Maintenance = z.looseObject({
  status: openEnum(['PENDING', 'IN_MAINTENANCE', 'FAILED']).optional(),
  start: Timestamp.optional(),
  end: Timestamp.optional(),
  reasonMessage: z.string().optional(),
})

/** A row of `GET /v2/devices`. */
export const DeviceRow = z.looseObject({
  id: z.int(),
  uid: z.string().optional(),
  parentDeviceId: z.int().optional(),
  organizationId: z.int(),
  locationId: z.int().optional(),
  nodeClass: NodeClass.optional(),
  nodeRoleId: z.int().optional(),
  rolePolicyId: z.int().optional(),
  policyId: z.int().optional(),
  approvalStatus: openEnum(['PENDING', 'STAGED', 'APPROVED', 'DECOMMISSIONED']).optional(),
  offline: z.boolean().optional(),
  displayName: z.string().optional(),
  systemName: z.string().optional(),
  dnsName: z.string().optional(),
  netbiosName: z.string().optional(),
  created: Timestamp.optional(),
  lastContact: Timestamp.optional(),
  lastUpdate: Timestamp.optional(),
  userData: z.record(z.string(), z.unknown()).optional(),
  tags: z.array(z.string()).optional(),
  maintenance: Maintenance.optional(),
  references: z
    .looseObject({ organization: Named.optional(), location: Named.optional(), role: Named.optional() })
    .optional(),
})

/**
 * `GET /v2/device/{id}`. Live answers add class-specific blocks (`os`, `system`, `memory` …)
 * that the spec leaves out (ninjaone-api §5, "Device shape").
 */
export const Device = DeviceRow.extend({
  ipAddresses: z.array(z.string()).optional(),
  macAddresses: z.array(z.string()).optional(),
  publicIP: z.string().optional(),
  deviceType: z.string().optional(),
  lastLoggedInUser: z.string().optional(),
  os: z
    .looseObject({
      name: z.string().optional(),
      buildNumber: z.string().optional(),
      releaseId: z.string().optional(),
      lastBootTime: Timestamp.optional(),
      needsReboot: z.boolean().optional(),
    })
    .optional(),
  system: z
    .looseObject({
      manufacturer: z.string().optional(),
      model: z.string().optional(),
      serialNumber: z.string().optional(),
    })
    .optional(),
})

export const Activity = z.looseObject({
  id: z.int(),
  activityTime: Timestamp,
  deviceId: z.int().optional(),
  severity: openEnum(severities).optional(),
  priority: openEnum(priorities).optional(),
  seriesUid: z.string().optional(),
  activityType: openEnum(['ACTION', 'ACTIONSET', 'CONDITION', 'SYSTEM', 'SCRIPTING', 'PATCH_MANAGEMENT']),
  statusCode: openEnum(['START_REQUESTED', 'STARTED', 'IN_PROCESS', 'COMPLETED', 'TRIGGERED', 'RESET']).optional(),
  /** Display text; `statusCode` is the word to compare. */
  status: z.string().optional(),
  activityResult: openEnum(['SUCCESS', 'FAILURE', 'UNSUPPORTED', 'UNCOMPLETED']).optional(),
  sourceConfigUid: z.string().optional(),
  sourceName: z.string().optional(),
  subject: z.string().optional(),
  userId: z.int().optional(),
  message: z.string().optional(),
  type: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})

export const Alert = z.looseObject({
  uid: z.string(),
  deviceId: z.int(),
  message: z.string().optional(),
  createTime: Timestamp,
  updateTime: Timestamp.optional(),
  sourceType: openEnum(['AGENT_OFFLINE', 'CONDITION_AGENT_CPU', 'CONDITION_AGENT_DISK_FREE_SPACE']).optional(),
  sourceConfigUid: z.string().optional(),
  sourceName: z.string().optional(),
  subject: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  severity: openEnum(severities).optional(),
  priority: openEnum(priorities).optional(),
  conditionName: z.string().optional(),
  conditionHealthStatus: openEnum(['UNKNOWN', 'HEALTHY', 'NEEDS_ATTENTION', 'UNHEALTHY']).optional(),
})

/** A Windows service. It has no id field: `name` is what controlWindowsService takes as `serviceId`. */
export const WindowsService = z.looseObject({
  name: z.string(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  startType: openEnum(startTypes).optional(),
  userName: z.string().optional(),
  state: openEnum(serviceStates),
})
