/** Tickets, their log, boards and forms. In ticketing an organization is `clientId` and a device `nodeId` (§9.1). */
import { z } from 'zod'
import { listedIn } from '../operation.ts'
import {
  DeviceId,
  LocationId,
  MomentInput,
  OrganizationId,
  openEnum,
  priorities,
  severities,
  TicketFormId,
  TicketId,
  Timestamp,
  UserId,
  UserUid,
} from './index.ts'

const ticketTypes = [
  'PROBLEM',
  'QUESTION',
  'INCIDENT',
  'TASK',
  'CHANGE_REQUEST',
  'SERVICE_REQUEST',
  'PROJECT',
  'APPOINTMENT',
  'MISCELLANEOUS',
] as const

/** What create and update share. */
export const ticketFields = {
  clientId: OrganizationId,
  ticketFormId: TicketFormId,
  subject: z.string().min(1).max(200).describe('Subject, at most 200 characters'),
  // A text although it is a number: 1000 new, 2000 open, 3000 waiting, 6000 closed (ninjaone-api §5, "Ticketing").
  status: z
    .string()
    .min(1)
    .describe('Status id or name: "1000" is "New"')
    .register(listedIn, { word: 'ticket status', list: 'ticketStatuses.list', id: 'statusId', asText: true }),
  locationId: LocationId.optional(),
  nodeId: DeviceId.optional(),
  type: z.enum(ticketTypes).describe('Kind of ticket').optional(),
  cc: z
    .strictObject({ uids: z.array(UserUid).optional(), emails: z.array(z.email()).optional() })
    .describe('Who else is told')
    .optional(),
  assignedAppUserId: UserId.describe('Assigned technician')
    .register(listedIn, { word: 'technician', list: 'technicians.list', id: 'id' })
    .optional(),
  severity: z.enum(severities).describe('How bad it is').optional(),
  priority: z.enum(priorities).describe('How soon it is to be done').optional(),
  parentTicketId: TicketId.describe('Parent ticket').optional(),
  tags: z.array(z.string().min(1)).describe('Tags').optional(),
  attributes: z
    .array(
      z.strictObject({
        id: z.int().positive().optional(),
        attributeId: z.int().positive(),
        value: z.string(),
      }),
    )
    .describe('Values of form fields; attribute ids from ticketForms.get')
    .optional(),
  additionalAssignedTechnicianIds: z.array(UserId).describe('Further technicians').optional(),
  // The spec says only "double"; seconds like every other moment of this API, not seen live (grade U).
  followupTime: MomentInput.optional(),
}

/** A comment, or a ticket's first one. Billable time is `timeTracked` of a comment (ninjaone-api §9.7). */
export const TicketComment = z.strictObject({
  public: z.boolean().describe('Whether the requester sees it'),
  body: z.string().describe('Text').optional(),
  htmlBody: z.string().describe('The same as HTML').optional(),
  timeTracked: z.int().min(0).describe('Time spent, in seconds').optional(),
  duplicateInIncidents: z.boolean().describe('Repeat it in the incidents of a problem').optional(),
})

export const Status = z.looseObject({
  statusId: z.int().optional(),
  name: z.string().optional(),
  displayName: z.string().optional(),
  parentId: z.int().optional(),
})

export const Ticket = z.looseObject({
  id: z.int(),
  /** What tickets.update must send back; it changes with every change. */
  version: z.int().optional(),
  clientId: z.int().optional(),
  locationId: z.int().optional(),
  nodeId: z.int().optional(),
  subject: z.string().optional(),
  status: Status.optional(),
  type: openEnum(ticketTypes).optional(),
  priority: openEnum(priorities).optional(),
  severity: openEnum(severities).optional(),
  ticketFormId: z.int().optional(),
  source: openEnum(['TECHNICIAN', 'EMAIL', 'WEB_FORM', 'HELP_REQUEST', 'END_USER', 'CONDITION', 'ACTIVITY']).optional(),
  assignedAppUserId: z.int().optional(),
  requesterUid: z.string().optional(),
  tags: z.array(z.string()).optional(),
  ccList: z.looseObject({ uids: z.array(z.string()).optional(), emails: z.array(z.string()).optional() }).optional(),
  createTime: Timestamp.optional(),
  followupTime: Timestamp.optional(),
  deleted: z.boolean().optional(),
  attributeValues: z
    .array(z.looseObject({ id: z.int().optional(), attributeId: z.int().optional(), value: z.unknown() }))
    .optional(),
  additionalAssignedTechnicianIds: z.array(z.int()).optional(),
})

export const logEntryTypes = ['DESCRIPTION', 'COMMENT', 'CONDITION', 'SAVE', 'DELETE', 'PRODUCT', 'INFO'] as const

export const TicketLogEntry = z.looseObject({
  id: z.int(),
  type: openEnum(logEntryTypes).optional(),
  body: z.string().optional(),
  htmlBody: z.string().optional(),
  publicEntry: z.boolean().optional(),
  system: z.boolean().optional(),
  createTime: Timestamp.optional(),
  appUserContactUid: z.string().optional(),
  appUserContactId: z.int().optional(),
  appUserContactType: openEnum(['TECHNICIAN', 'END_USER', 'CONTACT']).optional(),
  activityId: z.int().optional(),
  /** Seconds. */
  timeTracked: z.int().optional(),
  changeDiff: z.unknown().optional(),
})

export const TicketAttribute = z.looseObject({
  id: z.int(),
  attributeType: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  system: z.boolean().optional(),
  active: z.boolean().optional(),
  content: z.record(z.string(), z.unknown()).optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
})

export const TicketForm = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  endUserTitle: z.string().optional(),
  active: z.boolean().optional(),
  default: z.boolean().optional(),
  fields: z.array(TicketAttribute).optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
})
