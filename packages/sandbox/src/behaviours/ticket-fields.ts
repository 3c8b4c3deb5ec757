/** What a caller writes of a ticket, with every reference looked up: a broken one is refused with 400. */
import type { operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import type { Ticket } from '../world/kinds/tickets.ts'
import type { Scene } from './behaviour.ts'

type Given = Omit<z.output<(typeof operations)['tickets.create']['input']>, 'description'>

/** All that an update replaces; undefined takes a field away. */
export type TicketInput = {
  readonly [Field in Exclude<keyof Ticket, 'id' | 'version' | 'source' | 'createdMs' | 'updatedMs' | 'deleted'>]:
    | Ticket[Field]
    | undefined
}

export function readTicketFields(given: Given, scene: Scene, ticketId?: number): TicketInput {
  checkPlace(given, scene)
  checkPeople(given, scene)
  const statusId = readStatus(given.status, scene)
  const attributeValues = readAttributes(given, scene)
  const { parentTicketId } = given
  if (parentTicketId !== undefined && (parentTicketId === ticketId || !scene.world.tickets.has(parentTicketId))) {
    throw scene.refuse(400, 'parent_ticket_not_found', `parentTicketId: ticket ${parentTicketId} cannot be the parent`)
  }
  return {
    clientId: given.clientId,
    locationId: given.locationId,
    nodeId: given.nodeId,
    subject: given.subject,
    statusId,
    type: given.type,
    priority: given.priority ?? 'NONE',
    severity: given.severity ?? 'NONE',
    ticketFormId: given.ticketFormId,
    assignedAppUserId: given.assignedAppUserId,
    requesterUid: given.requesterUid,
    tags: given.tags ?? [],
    ccList: given.cc && { uids: given.cc.uids ?? [], emails: given.cc.emails ?? [] },
    followupMs: given.followupTime === undefined ? undefined : Date.parse(given.followupTime),
    parentTicketId,
    attributeValues,
    additionalAssignedTechnicianIds: given.additionalAssignedTechnicianIds ?? [],
  }
}

function checkPlace({ clientId, locationId, nodeId }: Given, { world, refuse }: Scene): void {
  if (!world.organizations.has(clientId)) {
    throw refuse(400, 'client_not_found', `clientId: organization ${clientId} not found`)
  }
  if (locationId !== undefined && world.locations.get(locationId)?.organizationId !== clientId) {
    throw refuse(400, 'location_not_found', `locationId: organization ${clientId} has no location ${locationId}`)
  }
  if (nodeId !== undefined && world.devices.get(nodeId)?.organizationId !== clientId) {
    throw refuse(400, 'node_not_found', `nodeId: organization ${clientId} has no device ${nodeId}`)
  }
}

function checkPeople(given: Given, { world, refuse }: Scene): void {
  const { assignedAppUserId, requesterUid, additionalAssignedTechnicianIds = [], cc } = given
  for (const id of [
    ...(assignedAppUserId === undefined ? [] : [assignedAppUserId]),
    ...additionalAssignedTechnicianIds,
  ]) {
    if (!world.technicians.has(id)) throw refuse(400, 'technician_not_found', `Technician ${id} not found`)
  }
  for (const uid of [...(requesterUid === undefined ? [] : [requesterUid]), ...(cc?.uids ?? [])]) {
    const known = [world.endUsers, world.contacts, world.technicians].some(
      (people) => people.idsWhose('uid', uid.toLowerCase()).length > 0,
    )
    if (!known) throw refuse(400, 'requester_not_found', `There is no user or contact ${uid}`)
  }
}

/** A text although it is a number. */
function readStatus(status: string, { world, refuse }: Scene): number {
  const id = /^\d+$/.test(status) ? Number(status) : Number.NaN
  if (!world.ticketStatuses.has(id)) throw refuse(400, 'invalid_status', `status: there is no ticket status ${status}`)
  return id
}

function readAttributes({ ticketFormId, attributes = [] }: Given, { world, refuse }: Scene) {
  const form = world.ticketForms.get(ticketFormId)
  if (!form?.active) throw refuse(400, 'ticket_form_not_found', `ticketFormId: form ${ticketFormId} not found`)
  return attributes.map(({ id, attributeId, value }, index) => {
    if (!form.attributeIds.includes(attributeId)) {
      throw refuse(
        400,
        'ticket_attribute_not_found',
        `attributes: form ${ticketFormId} has no attribute ${attributeId}`,
      )
    }
    return { id: id ?? index + 1, attributeId, value }
  })
}
