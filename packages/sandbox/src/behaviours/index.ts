/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { activities } from './activities.ts'
import { alerts } from './alerts.ts'
import { assetTags } from './asset-tags.ts'
import { attachments } from './attachments.ts'
import { backups } from './backups.ts'
import type { Behaviours } from './behaviour.ts'
import { checklistTemplates } from './checklist-templates.ts'
import { checklists } from './checklists.ts'
import { customFields } from './custom-fields.ts'
import { deviceInventory } from './device-inventory.ts'
import { devicePatches } from './device-patches.ts'
import { deviceSettings } from './device-settings.ts'
import { devices } from './devices.ts'
import { documentTemplates } from './document-templates.ts'
import { groups } from './groups.ts'
import { jobs } from './jobs.ts'
import { knowledgeBaseArticles } from './knowledge-base-articles.ts'
import { knowledgeBaseFolders } from './knowledge-base-folders.ts'
import { locations } from './locations.ts'
import { nodeRoles } from './node-roles.ts'
import { notificationChannels } from './notification-channels.ts'
import { organizationDocuments } from './organization-documents.ts'
import { organizations } from './organizations.ts'
import { contacts, endUsers, technicians, userRoles, users } from './people.ts'
import { policies } from './policies.ts'
import { policyConditions } from './policy-conditions.ts'
import { queries } from './queries.ts'
import { relatedItems } from './related-items.ts'
import { scripts } from './scripts.ts'
import { softwareLicenses } from './software-licenses.ts'
import { softwareProducts } from './software-products.ts'
import { tabs } from './tabs.ts'
import { tasks } from './tasks.ts'
import { ticketBoards } from './ticket-boards.ts'
import { ticketAttributes, ticketContacts, ticketForms, ticketStatuses, ticketUsers } from './ticket-settings.ts'
import { tickets } from './tickets.ts'
import { unmanagedDevices } from './unmanaged-devices.ts'
import { vulnerabilityScanGroups } from './vulnerability-scan-groups.ts'
import { webhooks } from './webhooks.ts'

export const behaviours: Behaviours = {
  ...activities,
  ...alerts,
  ...assetTags,
  ...attachments,
  ...backups,
  ...checklistTemplates,
  ...checklists,
  ...contacts,
  ...customFields,
  ...deviceInventory,
  ...devicePatches,
  ...deviceSettings,
  ...devices,
  ...documentTemplates,
  ...endUsers,
  ...groups,
  ...jobs,
  ...knowledgeBaseArticles,
  ...knowledgeBaseFolders,
  ...locations,
  ...nodeRoles,
  ...notificationChannels,
  ...organizationDocuments,
  ...organizations,
  ...policies,
  ...policyConditions,
  ...queries,
  ...relatedItems,
  ...scripts,
  ...softwareLicenses,
  ...softwareProducts,
  ...tabs,
  ...tasks,
  ...technicians,
  ...ticketAttributes,
  ...ticketBoards,
  ...ticketContacts,
  ...ticketForms,
  ...ticketStatuses,
  ...ticketUsers,
  ...tickets,
  ...unmanagedDevices,
  ...userRoles,
  ...users,
  ...vulnerabilityScanGroups,
  ...webhooks,
}
