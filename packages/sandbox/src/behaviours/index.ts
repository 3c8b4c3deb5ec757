/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { alerts } from './alerts.ts'
import type { Behaviours } from './behaviour.ts'
import { customFields } from './custom-fields.ts'
import { devices } from './devices.ts'
import { notificationChannels } from './notification-channels.ts'
import { organizations } from './organizations.ts'
import { contacts, endUsers, technicians, userRoles, users } from './people.ts'
import { queries } from './queries.ts'
import { scripts } from './scripts.ts'
import { softwareLicenses } from './software-licenses.ts'
import { softwareProducts } from './software-products.ts'
import { ticketBoards } from './ticket-boards.ts'
import { ticketAttributes, ticketContacts, ticketForms, ticketStatuses, ticketUsers } from './ticket-settings.ts'
import { tickets } from './tickets.ts'
import { unmanagedDevices } from './unmanaged-devices.ts'
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
  ...notificationChannels,
  ...customFields,
  ...softwareProducts,
  ...softwareLicenses,
  ...unmanagedDevices,
}
