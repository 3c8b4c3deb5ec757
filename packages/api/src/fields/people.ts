/** Technicians, end users, contacts and the roles they have. */
import { z } from 'zod'
import { openEnum } from './index.ts'

const userTypes = ['TECHNICIAN', 'END_USER'] as const
export const UserType = z.enum(userTypes).describe('Only users of this kind')
export const IncludeRoles = z.boolean().describe('Also the roles each user has')

const Name = z.string().min(1).max(150)
/** What a caller writes of a person; the vendor bounds names at 150 characters. */
export const FirstName = Name.describe('First name, at most 150 characters')
export const LastName = Name.describe('Last name, at most 150 characters')
export const Email = z.email().describe('Email address')
export const Phone = z.string().describe('Phone number')
export const JobTitle = z.string().max(150).describe('Job title, at most 150 characters')

const person = {
  id: z.int(),
  uid: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
}

const account = {
  ...person,
  enabled: z.boolean().optional(),
  mustChangePw: z.boolean().optional(),
  mfaConfigured: z.boolean().optional(),
  invitationStatus: openEnum(['REGISTERED', 'PENDING', 'EXPIRED']).optional(),
  assignedDeviceIds: z.array(z.int()).optional(),
  roles: z.array(z.string()).optional(),
}

export const User = z.looseObject({
  ...account,
  userType: openEnum(userTypes).optional(),
  administrator: z.boolean().optional(),
  permitAllClients: z.boolean().optional(),
  notifyAllClients: z.boolean().optional(),
  organizationId: z.int().optional(),
  deviceIds: z.array(z.int()).optional(),
})

export const Technician = z.looseObject({
  ...account,
  userType: openEnum(userTypes).optional(),
  administrator: z.boolean().optional(),
  notifyAllClients: z.boolean().optional(),
  scimUser: z.boolean().optional(),
  authType: z.string().optional(),
})

export const EndUser = z.looseObject({
  ...account,
  organizationId: z.int().optional(),
  fullPortalAccess: z.boolean().optional(),
  scimUser: z.boolean().optional(),
  authType: z.string().optional(),
  accessibleDeviceIds: z.array(z.int()).optional(),
})

export const Contact = z.looseObject({
  ...person,
  organizationId: z.int().optional(),
  jobTitle: z.string().optional(),
})

export const UserRole = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  type: z.string().optional(),
  description: z.string().optional(),
  members: z
    .array(z.looseObject({ id: z.int().optional(), email: z.string().optional(), name: z.string().optional() }))
    .optional(),
})
