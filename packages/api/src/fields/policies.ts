/** Policies, device roles, groups and channels: what devices are sorted by. */
import { z } from 'zod'
import { NodeClass, openEnum, Timestamp } from './index.ts'

export const Policy = z.looseObject({
  id: z.int(),
  parentPolicyId: z.int().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  nodeClass: NodeClass.optional(),
  updated: Timestamp.optional(),
  nodeClassDefault: z.boolean().optional(),
})

const chassisTypes = ['UNKNOWN', 'DESKTOP', 'LAPTOP', 'MOBILE'] as const
export const ChassisType = z.enum(chassisTypes)

export const NodeRole = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  nodeClass: NodeClass.optional(),
  custom: z.boolean().optional(),
  chassisType: openEnum(chassisTypes).optional(),
  created: Timestamp.optional(),
  nodeRoleParentId: z.int().optional(),
  icon: z.string().optional(),
})

/** What comes back of roles just written; the spec repeats the request there, which for new roles has no id. */
export const WrittenNodeRole = NodeRole.partial({ id: true })

export const NotificationChannel = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  type: openEnum([
    'EMAIL',
    'META_CHANNEL',
    'PAGER_DUTY',
    'SLACK',
    'SMS',
    'MICROSOFT_TEAMS',
    'WEBHOOK',
    'OTHER',
  ]).optional(),
})

/** A running job has the shape of an alert: it is the start of a series of activities. */
export const Job = z.looseObject({
  uid: z.string(),
  deviceId: z.int().optional(),
  message: z.string().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
  sourceType: z.string().optional(),
  sourceConfigUid: z.string().optional(),
  sourceName: z.string().optional(),
  subject: z.string().optional(),
  userId: z.int().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})
