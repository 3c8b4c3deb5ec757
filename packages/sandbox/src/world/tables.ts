/**
 * Every kind of entity a tenant has, one table each. A kind is added here, in one line, and nowhere else: snapshots,
 * dumps, differences and exports walk over this list.
 */
import { activityKind } from './kinds/activities.ts'
import { alertKind } from './kinds/alerts.ts'
import { backupJobKind, backupUsageKind, integrityCheckJobKind } from './kinds/backups.ts'
import { checklistKind, checklistTemplateKind } from './kinds/checklists.ts'
import {
  customFieldKind,
  deviceFieldsKind,
  endUserFieldsKind,
  locationFieldsKind,
  organizationFieldsKind,
} from './kinds/custom-fields.ts'
import { deviceKind } from './kinds/devices.ts'
import { documentTemplateKind, organizationDocumentKind } from './kinds/documents.ts'
import { counterKind, effectKind } from './kinds/effects.ts'
import {
  diskKind,
  networkInterfaceKind,
  processorKind,
  raidControllerKind,
  raidDriveKind,
  volumeKind,
} from './kinds/inventory/hardware.ts'
import {
  osPatchInstallKind,
  osPatchKind,
  softwarePatchInstallKind,
  softwarePatchKind,
} from './kinds/inventory/patches.ts'
import { antivirusStatusKind, antivirusThreatKind, policyOverrideKind } from './kinds/inventory/security.ts'
import { serviceKind } from './kinds/inventory/services.ts'
import { softwareKind } from './kinds/inventory/software.ts'
import { knowledgeBaseArticleKind, knowledgeBaseFolderKind } from './kinds/knowledge-base.ts'
import { locationKind } from './kinds/locations.ts'
import { organizationKind } from './kinds/organizations.ts'
import { contactKind, endUserKind, loggedOnUserKind, technicianKind, userRoleKind } from './kinds/people.ts'
import { policyConditionKind, policyKind, roleKind, webhookDeliveryKind, webhookKind } from './kinds/policies.ts'
import {
  attachmentKind,
  customTabKind,
  jobKind,
  relatedItemKind,
  scanGroupKind,
  unmanagedDeviceKind,
} from './kinds/records.ts'
import { actionKind, scriptKind } from './kinds/scripts.ts'
import {
  assetTagKind,
  assetTagsOfDeviceKind,
  groupKind,
  installerKind,
  notificationChannelKind,
  softwareLicenseKind,
  softwareProductKind,
  taskKind,
} from './kinds/settings.ts'
import { ticketAttributeKind, ticketBoardKind, ticketFormKind, ticketStatusKind } from './kinds/ticket-settings.ts'
import { ticketKind, ticketLogEntryKind } from './kinds/tickets.ts'
import type { Origin } from './origin.ts'
import type { Identified, Kind } from './store/kind.ts'
import { type Changes, Table } from './store/table.ts'

/** `changes` counts those of all of them. */
export function createTables(origin: Origin, changes: Changes) {
  const table = <Entity extends Identified, Index extends string>(kind: Kind<Entity, Index>) => new Table(kind, changes)
  const organizations = table(organizationKind(origin))
  const locations = table(locationKind(origin))
  const devices = table(deviceKind(origin))
  const endUsers = table(endUserKind(origin))
  // What the past was made of is the seed's, whatever happens to a device later.
  const deviceOf = (id: number) => devices.original(id)
  const alerts = table(alertKind(origin, deviceOf))
  const alertOf = (id: number) => alerts.original(id)
  return {
    organizations,
    locations,
    roles: table(roleKind(origin)),
    policies: table(policyKind(origin)),
    policyConditions: table(policyConditionKind(origin)),
    devices,
    services: table(serviceKind(origin)),
    disks: table(diskKind(origin)),
    volumes: table(volumeKind(origin)),
    software: table(softwareKind(origin)),
    osPatches: table(osPatchKind(origin)),
    osPatchInstalls: table(osPatchInstallKind(origin)),
    softwarePatches: table(softwarePatchKind(origin)),
    softwarePatchInstalls: table(softwarePatchInstallKind(origin)),
    processors: table(processorKind(origin)),
    networkInterfaces: table(networkInterfaceKind(origin)),
    raidControllers: table(raidControllerKind(origin)),
    raidDrives: table(raidDriveKind(origin)),
    antivirusStatus: table(antivirusStatusKind(origin)),
    antivirusThreats: table(antivirusThreatKind(origin)),
    loggedOnUsers: table(loggedOnUserKind(origin, deviceOf)),
    policyOverrides: table(policyOverrideKind(origin)),
    technicians: table(technicianKind(origin)),
    endUsers,
    contacts: table(contactKind(origin)),
    userRoles: table(userRoleKind(origin)),
    customFields: table(customFieldKind(origin)),
    deviceFields: table(deviceFieldsKind(origin)),
    locationFields: table(locationFieldsKind(origin, locations.kind.source)),
    organizationFields: table(organizationFieldsKind(origin)),
    endUserFields: table(endUserFieldsKind(origin, endUsers.kind.source)),
    scripts: table(scriptKind(origin)),
    actions: table(actionKind(origin)),
    alerts,
    activities: table(activityKind(origin, { deviceOf, alertOf })),
    jobs: table(jobKind(origin)),
    tickets: table(ticketKind(origin)),
    ticketLogEntries: table(ticketLogEntryKind(origin)),
    ticketStatuses: table(ticketStatusKind(origin)),
    ticketAttributes: table(ticketAttributeKind(origin)),
    ticketForms: table(ticketFormKind(origin)),
    ticketBoards: table(ticketBoardKind(origin)),
    groups: table(groupKind(origin)),
    tasks: table(taskKind(origin)),
    notificationChannels: table(notificationChannelKind(origin)),
    softwareProducts: table(softwareProductKind(origin)),
    softwareLicenses: table(softwareLicenseKind(origin)),
    assetTags: table(assetTagKind(origin)),
    assetTagsOfDevices: table(assetTagsOfDeviceKind(origin)),
    installers: table(installerKind(origin)),
    webhooks: table(webhookKind(origin)),
    webhookDeliveries: table(webhookDeliveryKind(origin)),
    backupJobs: table(backupJobKind(origin)),
    backupUsage: table(backupUsageKind(origin)),
    integrityCheckJobs: table(integrityCheckJobKind(origin)),
    documentTemplates: table(documentTemplateKind(origin)),
    organizationDocuments: table(organizationDocumentKind(origin)),
    checklistTemplates: table(checklistTemplateKind(origin)),
    checklists: table(checklistKind(origin)),
    knowledgeBaseFolders: table(knowledgeBaseFolderKind(origin)),
    knowledgeBaseArticles: table(knowledgeBaseArticleKind(origin)),
    relatedItems: table(relatedItemKind(origin)),
    attachments: table(attachmentKind(origin)),
    customTabs: table(customTabKind(origin)),
    unmanagedDevices: table(unmanagedDeviceKind(origin)),
    scanGroups: table(scanGroupKind(origin)),
    effects: table(effectKind(origin)),
    counters: table(counterKind(origin)),
  }
}

export type Tables = ReturnType<typeof createTables>
