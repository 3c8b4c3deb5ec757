/** How ticketing is set up: statuses, attributes, forms, and the people it knows. */
import type { TicketAttribute, TicketForm, TicketStatus } from '../world/kinds/ticket-settings.ts'
import type { World } from '../world/world.ts'
import { pageAfterAnchor } from './anchor-pages.ts'
import type { Behaviours } from './behaviour.ts'

export const toWireStatus = ({ id, ...status }: TicketStatus) => ({ statusId: id, ...status })

function toWireAttribute({ origin }: World, { createdMs, content, ...attribute }: TicketAttribute) {
  const values = content?.values as readonly { readonly id: number; readonly name: string }[] | undefined
  return {
    ...attribute,
    ...(values && {
      content: {
        values: values.map(({ id, name }) => ({
          id: origin.draw('ticket-attribute-option', attribute.id * 100 + id).uuid(),
          name,
          active: true,
        })),
      },
    }),
    createTime: createdMs / 1000,
  }
}

function toWireForm(world: World, { createdMs, attributeIds, ...form }: TicketForm) {
  return {
    ...form,
    content: { fields: [...attributeIds] },
    createTime: createdMs / 1000,
    fields: attributeIds.flatMap((id) => {
      const attribute = world.ticketAttributes.get(id)
      return attribute ? [toWireAttribute(world, attribute)] : []
    }),
  }
}

interface TicketPerson {
  readonly id: number
  readonly uid: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly organizationId?: number
}

/** Technicians, end users and contacts have ids of their own; only `naturalId` puts them all into one order. */
function peopleOf(world: World) {
  const toRow =
    (userType: 'TECHNICIAN' | 'END_USER' | 'CONTACT', digit: number) =>
    ({ id, uid, firstName, lastName, email, organizationId }: TicketPerson) => ({
      id,
      uid,
      ...(organizationId !== undefined && { clientId: organizationId }),
      firstName,
      lastName,
      email,
      userType,
      naturalId: String(id * 10 + digit),
    })
  return [
    ...world.technicians.list().map(toRow('TECHNICIAN', 1)),
    ...world.endUsers.list().map(toRow('END_USER', 2)),
    ...world.contacts.list().map(toRow('CONTACT', 3)),
  ]
}

export const ticketStatuses: Behaviours = {
  'ticketStatuses.list': (_input, { world }) => world.ticketStatuses.list().map(toWireStatus),
}

export const ticketAttributes: Behaviours = {
  'ticketAttributes.list': (_input, { world }) =>
    world.ticketAttributes.list().map((attribute) => toWireAttribute(world, attribute)),
}

export const ticketForms: Behaviours = {
  'ticketForms.list': (_input, { world }) => world.ticketForms.list().map((form) => toWireForm(world, form)),

  'ticketForms.get': ({ id }, { world, refuse }) => {
    const form = world.ticketForms.get(id)
    if (!form) throw refuse(404, 'ticket_form_not_found', `Ticket form ${id} not found`)
    return toWireForm(world, form)
  },
}

export const ticketContacts: Behaviours = {
  'ticketContacts.list': (_input, { world }) =>
    world.contacts.list().map(({ organizationId, ...contact }) => {
      const clientName = world.organizations.get(organizationId)?.name
      return {
        ...contact,
        clientId: organizationId,
        ...(clientName && { clientName }),
        displayName: `${contact.firstName} ${contact.lastName}`,
      }
    }),
}

export const ticketUsers: Behaviours = {
  'ticketUsers.list': ({ pageSize, anchorNaturalId, searchCriteria, userType, clientId }, { world }) => {
    const text = searchCriteria?.toLowerCase() ?? ''
    const found = peopleOf(world).filter(
      (person) =>
        (userType === undefined || person.userType === userType) &&
        (clientId === undefined || person.clientId === clientId) &&
        [person.firstName, person.lastName, person.email].some((word) => word.toLowerCase().includes(text)),
    )
    return pageAfterAnchor(found, ({ naturalId }) => Number(naturalId), anchorNaturalId, pageSize ?? 50)
  },
}
