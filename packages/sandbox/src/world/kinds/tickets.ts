/** Tickets and what is written into them. Older tickets are likelier to be closed; ids ascend with time. */

import { dayMs, hourMs, type Origin } from '../origin.ts'
import type { Draw } from '../random.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { rangeSource, sparseSource } from '../store/source.ts'
import { conditions } from './alerts.ts'

export interface Ticket {
  readonly id: number
  /** Grows with every change; whoever updates must send it back. */
  readonly version: number
  readonly clientId: number
  readonly locationId?: number
  readonly nodeId?: number
  readonly subject: string
  readonly statusId: number
  readonly type?: string
  readonly priority?: 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH'
  readonly severity?: 'NONE' | 'MINOR' | 'MODERATE' | 'MAJOR' | 'CRITICAL'
  readonly ticketFormId: number
  readonly source: string
  readonly assignedAppUserId?: number
  readonly requesterUid?: string
  readonly tags: readonly string[]
  readonly ccList?: { readonly uids: readonly string[]; readonly emails: readonly string[] }
  readonly createdMs: number
  readonly updatedMs: number
  readonly followupMs?: number
  readonly deleted: boolean
  readonly parentTicketId?: number
  readonly attributeValues: readonly { readonly id: number; readonly attributeId: number; readonly value: unknown }[]
  readonly additionalAssignedTechnicianIds: readonly number[]
}

export interface TicketLogEntry {
  readonly id: number
  readonly ticketId: number
  readonly type: 'DESCRIPTION' | 'COMMENT' | 'CONDITION' | 'SAVE' | 'DELETE' | 'PRODUCT' | 'INFO'
  readonly body: string
  readonly htmlBody?: string
  readonly publicEntry: boolean
  readonly system: boolean
  readonly createdMs: number
  readonly appUserContactId?: number
  readonly appUserContactUid?: string
  readonly appUserContactType?: 'TECHNICIAN' | 'END_USER' | 'CONTACT'
  readonly activityId?: number
  /** Seconds. */
  readonly timeTracked?: number
  readonly changeDiff?: unknown
}

export const ticketStatus = { new: 1000, open: 2000, waiting: 3000, closed: 6000 } as const

const subjects = [
  'Printer does not print',
  'Cannot connect to VPN',
  'New starter needs an account',
  'Outlook asks for the password again and again',
  'Laptop is slow',
  'Shared folder is not reachable',
  'Second monitor stays black',
  'Please install the accounting software',
  'Suspicious mail received',
  'Phone does not synchronise mail',
] as const

export const ticketReplies = [
  'Thank you, that worked.',
  'It is still happening this morning.',
  'Restarted the service, please try again.',
  'Which device is it? The name is on the sticker.',
  'Scheduled for tonight.',
  'Called the user, nobody answered.',
] as const

const firstTicketId = 1
const historyDays = 90
const entriesPerTicket = 16

const ticketCountOf = ({ size, profile }: Origin) => Math.max(3, Math.round(size.devices * profile.ticketsPerDevice))

/** The later the id, the younger the ticket. With more devices come more tickets, and the same ones are older. */
function createdMsOf(origin: Origin, id: number): number {
  const count = ticketCountOf(origin)
  const share = (count - id + 0.5) / count
  return origin.startMs - Math.round(share * historyDays * dayMs)
}

export const ticketKind = (origin: Origin): Kind<Ticket, 'clientId' | 'nodeId'> => ({
  name: 'ticket',
  source: rangeSource(firstTicketId, ticketCountOf(origin), (id) => drawTicket(origin, id)),
  indexes: { clientId: { keyOf: ({ clientId }) => clientId }, nodeId: { keyOf: ({ nodeId }) => nodeId } },
})

function drawTicket(origin: Origin, id: number): Ticket {
  const { skeleton, size } = origin
  const draw = origin.draw('ticket', id)
  // Early tickets are about early devices: then a device that is added takes no ticket away from another.
  const index = Math.min(draw.whole('device', 0, Math.floor(id / origin.profile.ticketsPerDevice)), size.devices - 1)
  const organization = skeleton.organizationOf(index)
  const fromCondition = draw.chance('from-condition', 0.3)
  const createdMs = createdMsOf(origin, id)
  const ageDays = (origin.startMs - createdMs) / dayMs
  const isClosed = draw.chance('closed', Math.min(0.95, ageDays / 20))
  const requester = 10_000 + organization.id * 10
  return {
    id,
    version: 1 + draw.whole('versions', 0, 3),
    clientId: organization.id,
    ...((fromCondition || draw.chance('node', 0.5)) && { nodeId: firstDeviceId + index }),
    subject: fromCondition ? `Condition: ${draw.pick('condition', conditions)[1]}` : draw.pick('subject', subjects),
    statusId: isClosed
      ? ticketStatus.closed
      : draw.pick('status', [ticketStatus.new, ticketStatus.open, ticketStatus.open, ticketStatus.waiting]),
    type: fromCondition ? 'PROBLEM' : draw.pick('type', ['INCIDENT', 'SERVICE_REQUEST', 'QUESTION', 'TASK']),
    priority: draw.pick('priority', ['NONE', 'LOW', 'MEDIUM', 'HIGH']),
    severity: draw.pick('severity', ['NONE', 'MINOR', 'MODERATE', 'MAJOR']),
    ticketFormId: 1,
    source: fromCondition ? 'CONDITION' : draw.pick('source', ['EMAIL', 'TECHNICIAN', 'END_USER', 'WEB_FORM']),
    ...(draw.chance('assigned', 0.7) && { assignedAppUserId: draw.whole('technician', 1, 9) }),
    ...(!fromCondition && { requesterUid: origin.draw('end-user', requester).uuid() }),
    tags: draw.chance('tagged', 0.2) ? [draw.pick('tag', ['vip', 'onsite', 'billing', 'project'])] : [],
    createdMs,
    updatedMs: Math.min(origin.startMs, createdMs + Math.round(draw.fraction('updated') * 3 * dayMs)),
    deleted: false,
    attributeValues: [],
    additionalAssignedTechnicianIds: [],
  }
}

const entryCount = (draw: Draw) => draw.whole('entries', 1, 5)

export const ticketLogEntryKind = (origin: Origin): Kind<TicketLogEntry, 'ticketId'> => {
  const idsOf = (ticketId: number) =>
    ticketId >= firstTicketId && ticketId < firstTicketId + ticketCountOf(origin)
      ? Array.from(
          { length: entryCount(origin.draw('ticket', ticketId)) },
          (_, turn) => ticketId * entriesPerTicket + turn,
        )
      : []
  return {
    name: 'ticket-log-entry',
    firstNewId: (firstTicketId + ticketCountOf(origin)) * entriesPerTicket,
    source: sparseSource(
      () => Array.from({ length: ticketCountOf(origin) }, (_, index) => idsOf(firstTicketId + index)).flat(),
      (id) => {
        const ticketId = Math.floor(id / entriesPerTicket)
        return idsOf(ticketId).includes(id) ? drawEntry(origin, ticketId, id) : undefined
      },
    ),
    indexes: { ticketId: { keyOf: ({ ticketId }) => ticketId, seedIds: (key) => idsOf(Number(key)) } },
  }
}

function drawEntry(origin: Origin, ticketId: number, id: number): TicketLogEntry {
  const turn = id % entriesPerTicket
  const draw = origin.draw('ticket-log-entry', id)
  const ticket = drawTicket(origin, ticketId)
  const first = turn === 0
  const technician = !first && draw.chance('technician', 0.6)
  const createdMs = Math.min(
    origin.startMs,
    ticket.createdMs + Math.round(turn * (0.5 + draw.fraction('gap')) * hourMs),
  )
  return {
    id,
    ticketId,
    type: first ? 'DESCRIPTION' : 'COMMENT',
    body: first ? `${ticket.subject}. Please have a look.` : draw.pick('reply', ticketReplies),
    publicEntry: first || draw.chance('public', 0.7),
    system: first && ticket.source === 'CONDITION',
    createdMs,
    ...(technician
      ? { appUserContactId: ticket.assignedAppUserId ?? 5, appUserContactType: 'TECHNICIAN' as const }
      : ticket.requesterUid && { appUserContactUid: ticket.requesterUid, appUserContactType: 'END_USER' as const }),
    ...(technician && { timeTracked: draw.whole('minutes', 1, 12) * 300 }),
  }
}
