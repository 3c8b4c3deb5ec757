/** Tickets and their log. An organization is `clientId` here and a device `nodeId` (ninjaone-api §9.1). */
import type { Ticket, TicketLogEntry } from '../world/kinds/tickets.ts'
import type { World } from '../world/world.ts'
import { pageAfterAnchor } from './anchor-pages.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { readTicketFields, type TicketInput } from './ticket-fields.ts'
import { toWireStatus } from './ticket-settings.ts'

function findTicket(id: number, { world, refuse }: Scene): Ticket {
  const ticket = world.tickets.get(id)
  if (!ticket || ticket.deleted) throw refuse(404, 'ticket_not_found', `Ticket ${id} not found`)
  return ticket
}

function toWireTicket({ ticketStatuses }: World, ticket: Ticket) {
  const { statusId, createdMs, updatedMs: _updated, followupMs, parentTicketId: _parent, ...rest } = ticket
  const { tags, ccList, attributeValues, additionalAssignedTechnicianIds, ...plain } = rest
  const status = ticketStatuses.get(statusId)
  return {
    ...plain,
    ...(status && { status: toWireStatus(status) }),
    tags: [...tags],
    ...(ccList && { ccList: { uids: [...ccList.uids], emails: [...ccList.emails] } }),
    createTime: createdMs / 1000,
    ...(followupMs !== undefined && { followupTime: followupMs / 1000 }),
    attributeValues: attributeValues.map((value) => ({ ...value })),
    additionalAssignedTechnicianIds: [...additionalAssignedTechnicianIds],
  }
}

function toWireEntry({ ticketId: _ticketId, createdMs, ...entry }: TicketLogEntry) {
  return { ...entry, createTime: createdMs / 1000 }
}

/** Ticket writes carry a person; the log says who. */
function authorOf({ world, requester }: Scene) {
  const technician = requester.userId === undefined ? undefined : world.technicians.get(requester.userId)
  return technician
    ? {
        appUserContactId: technician.id,
        appUserContactUid: technician.uid,
        appUserContactType: 'TECHNICIAN' as const,
      }
    : {}
}

interface Comment {
  readonly public: boolean
  readonly body?: string | undefined
  readonly htmlBody?: string | undefined
  readonly timeTracked?: number | undefined
  readonly duplicateInIncidents?: boolean | undefined
}

function writeEntry(scene: Scene, ticketId: number, type: 'DESCRIPTION' | 'COMMENT', comment: Comment): void {
  const { htmlBody, timeTracked } = comment
  scene.world.ticketLogEntries.insert({
    ticketId,
    type,
    // Whoever gave HTML only is read without its tags.
    body: comment.body ?? (htmlBody ?? '').replace(/<[^>]*>/g, ''),
    ...(htmlBody !== undefined && { htmlBody }),
    publicEntry: comment.public,
    system: false,
    createdMs: scene.nowMs,
    ...authorOf(scene),
    ...(timeTracked !== undefined && { timeTracked }),
  })
}

/** What a save has changed, field by field. */
function differences(before: Ticket, after: TicketInput) {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(before[name as keyof Ticket]) !== JSON.stringify(value),
  )
  return Object.fromEntries(
    changed.map(([name, value]) => [name, { old: before[name as keyof Ticket] ?? null, new: value ?? null }]),
  )
}

function tellCreated({ world, nowMs, requester }: Scene, ticket: Ticket): void {
  world.activities.insert({
    atMs: nowMs,
    ...(ticket.nodeId !== undefined && { deviceId: ticket.nodeId }),
    activityType: 'NINJA_TICKETING',
    statusCode: 'NINJA_TICKETING_TICKET_CREATED',
    status: 'Ticket Created',
    type: 'Ninja Ticketing',
    subject: ticket.subject,
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message: `Ticket ${ticket.id} "${ticket.subject}" created`,
    data: { message: { code: 'ticket_created', params: { ticketId: String(ticket.id) } } },
  })
}

export const tickets: Behaviours = {
  'tickets.get': ({ ticketId }, scene) => toWireTicket(scene.world, findTicket(ticketId, scene)),

  'tickets.create': (input, scene) => {
    const { world, nowMs } = scene
    const ticket = world.tickets.insert({
      ...readTicketFields(input, scene),
      version: 1,
      source: 'TECHNICIAN',
      createdMs: nowMs,
      updatedMs: nowMs,
      deleted: false,
    } as Omit<Ticket, 'id'>)
    if (input.description) writeEntry(scene, ticket.id, 'DESCRIPTION', input.description)
    tellCreated(scene, ticket)
    return toWireTicket(world, ticket)
  },

  // Replaces the ticket as a whole, if nobody changed it since; what is left out is gone (ninjaone-api §5).
  'tickets.update': ({ ticketId, version, ...input }, scene) => {
    const { world, nowMs, refuse } = scene
    const before = findTicket(ticketId, scene)
    if (version !== before.version) {
      throw refuse(
        400,
        'ticket_version_mismatch',
        `version: ticket ${ticketId} is at ${before.version}, not ${version}`,
      )
    }
    const fields = readTicketFields(input, scene, ticketId)
    const changeDiff = differences(before, fields)
    const after = world.tickets.update(ticketId, { ...fields, version: version + 1, updatedMs: nowMs })
    world.ticketLogEntries.insert({
      ticketId,
      type: 'SAVE',
      body: '',
      publicEntry: false,
      system: true,
      createdMs: nowMs,
      ...authorOf(scene),
      changeDiff,
    })
    return toWireTicket(world, after)
  },

  'tickets.addComment': ({ ticketId, comment, files }, scene) => {
    const { world, nowMs } = scene
    const ticket = findTicket(ticketId, scene)
    const incidents = comment.duplicateInIncidents
      ? world.tickets.list({ test: ({ parentTicketId, deleted }) => parentTicketId === ticketId && !deleted })
      : []
    for (const one of [ticket, ...incidents]) {
      writeEntry(scene, one.id, 'COMMENT', comment)
      world.tickets.update(one.id, { version: one.version + 1, updatedMs: nowMs })
    }
    for (const { name, contentType, base64 } of files ?? []) {
      world.attachments.insert({
        uid: world.drawOfCommand(world.nextCommand()).uuid(),
        name,
        contentType,
        size: Buffer.byteLength(base64, 'base64'),
        base64,
        createdMs: nowMs,
      })
    }
  },

  // `createTime` has no documented form; it is passed over (ninjaone-api §5).
  'tickets.listLog': ({ ticketId, type, anchorId, pageSize }, scene) => {
    findTicket(ticketId, scene)
    const entries = scene.world.ticketLogEntries
      .whose('ticketId', ticketId)
      .filter((entry) => type === undefined || entry.type === type)
    return pageAfterAnchor(entries, ({ id }) => id, anchorId, pageSize ?? 500).map(toWireEntry)
  },
}
