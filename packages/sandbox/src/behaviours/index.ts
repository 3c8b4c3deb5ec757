/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { alerts } from './alerts.ts'
import type { Behaviours } from './behaviour.ts'
import { devices } from './devices.ts'
import { organizations } from './organizations.ts'
import { contacts, endUsers, technicians, userRoles, users } from './people.ts'
import { queries } from './queries.ts'
import { scripts } from './scripts.ts'
import { ticketBoards } from './ticket-boards.ts'
import { ticketAttributes, ticketContacts, ticketForms, ticketStatuses, ticketUsers } from './ticket-settings.ts'
import { tickets } from './tickets.ts'
import { webhooks } from './webhooks.ts'

export const behaviours: Behaviours = {
  ...organizations,
  ...devices,
  ...alerts,
  ...scripts,
  ...queries,
  ...tickets,
  ...ticketBoards,
  ...ticketForms,
  ...ticketStatuses,
  ...ticketAttributes,
  ...ticketContacts,
  ...ticketUsers,
  ...technicians,
  ...endUsers,
  ...contacts,
  ...users,
  ...userRoles,
  ...webhooks,
}
