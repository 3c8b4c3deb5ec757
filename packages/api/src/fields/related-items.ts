/**
 * Related items: what stands beside an entity (its host) in NinjaOne, which is another entity, a file or a secret.
 * An entity's id means another thing for each type, so it is no identifier that the gateway could look up.
 */
import { z } from 'zod'
import { openEnum, Timestamp } from './index.ts'

const hostTypes = [
  'ORGANIZATION',
  'DOCUMENT',
  'LOCATION',
  'NODE',
  'CHECKLIST',
  'KB_DOCUMENT',
  'END_USER',
  'SOFTWARE_LICENSE',
] as const
const relatedTypes = [
  'ORGANIZATION',
  'DOCUMENT',
  'LOCATION',
  'NODE',
  'ATTACHMENT',
  'TECHNICIAN',
  'CREDENTIAL',
  'CHECKLIST',
  'END_USER',
  'CONTACT',
  'KB_DOCUMENT',
  'SOFTWARE_LICENSE',
] as const

export const HostType = z.enum(hostTypes).describe('Kind of entity that has the related items; NODE is a device')
export const RelatedType = z.enum(relatedTypes).describe('Kind of related entity; NODE is a device')
export const EntityId = z.int().positive().describe('Id of that entity')
export const RelatedItemId = z.int().positive().describe('Related item id, from relatedItems.listForEntity')

/** Both fields are required on our account: half a relation leads nowhere. */
export const relationFields = { relEntityType: RelatedType, relEntityId: EntityId }

export const RelatedItem = z.looseObject({
  id: z.int(),
  type: openEnum(['VALUE', 'ENTITY']).optional(),
  entityType: openEnum(hostTypes).optional(),
  entityId: z.int().optional(),
  entity: z.unknown().optional(),
  relEntityType: openEnum([...relatedTypes, 'SECURE']).optional(),
  relEntityId: z.int().optional(),
  relEntity: z.unknown().optional(),
  /** Of a file: what it is. Of a secret: whatever the vendor shows of it, which the spec leaves open. */
  value: z.unknown().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
  createdByAppUserId: z.int().optional(),
  updatedByAppUserId: z.int().optional(),
})
