/**
 * Where the catalogue differs from the vendor's spec on purpose: difference → why. The spec marks nearly nothing as
 * required, so most of these say that a call without the field could not mean anything.
 */
export const gaps: Readonly<Record<string, string>> = {
  'assetTags.create requires body:name': 'the vendor bounds it, so it cannot be empty',
  'assetTags.merge requires body:mergeMethod': 'it decides which of the other fields are read',
  'assetTags.merge requires body:tagIds': 'a merge of no tags is none',
  'assetTags.setForAsset requires body:tagIds': 'no tags at all must be said with an empty list, never by silence',
  'assetTags.updateForAssets requires body:assetIds': 'without assets there is nothing to tag',
  'backups.createIntegrityCheckJob requires body:deviceId': 'a backup belongs to a device',
  'backups.createIntegrityCheckJob requires body:planUid': 'it says which backup of the device is checked',
  'backups.setBandwidthThrottle requires body:bandwidthThrottle': 'without a limit there is nothing to set',
  'backups.setBandwidthThrottle requires body:deviceId': 'the limit is that of one device',
  'contacts.create requires body:firstName': 'the vendor bounds it, so it cannot be empty',
  'contacts.create requires body:lastName': 'the vendor bounds it, so it cannot be empty',
  'contacts.create requires body:organizationId': 'a person without an organization belongs to nobody',
  'customFields.createMany requires body:customFields': 'without fields there is nothing to create',
  'customFields.deleteMany requires query:fieldNames': 'what a deletion without names would delete is anybody’s guess',
  'customFields.updateMany requires body:customFields': 'without fields there is nothing to change',
  'devices.controlWindowsService requires body:action': 'without an action there is nothing to do',
  'devices.decideApproval requires body:devices': 'a decision about no device is none',
  'devices.runScript requires body:type': 'it decides which of id and uid is read',
  'devices.search requires query:q': 'a search for nothing answers nothing',
  'devices.setMaintenance requires body:disabledFeatures': 'a window in which nothing stands still is none',
  'devices.setMaintenance requires body:end': 'a window without an end would never end',
  'endUsers.create requires body:email': 'they sign in with it',
  'endUsers.create requires body:firstName': 'the vendor bounds it, so it cannot be empty',
  'endUsers.create requires body:lastName': 'the vendor bounds it, so it cannot be empty',
  'endUsers.create requires body:organizationId': 'a person without an organization belongs to nobody',
  'locations.create requires body:name': 'nobody could find a location without a name',
  'nodeRoles.deleteMany requires body:ids': 'what a deletion without ids would delete is anybody’s guess',
  'organizationChecklists.archive requires body:clientChecklistIds': 'without checklists there is nothing to archive',
  'organizationChecklists.restore requires body:clientChecklistIds': 'without checklists there is nothing to restore',
  'organizations.create requires body:name': 'nobody could find an organization without a name',
  'organizations.generateInstaller leaves out body:usageLimit': 'the vendor only reads it back (ninjaone-api §5)',
  'organizations.generateInstaller requires body:installerType': 'there is no kind to fall back on',
  'organizations.generateInstaller requires body:locationId': 'an installer belongs to a location',
  'organizations.generateInstaller requires body:organizationId': 'an installer belongs to an organization',
  'policies.create requires body:name': 'nobody could find a policy without a name',
  'policies.create requires query:mode': 'it decides which of the other fields are read',
  'queries.listCustomFields leaves out query:showSecureValues':
    'it answers with secrets in the clear (ninjaone-api §5)',
  'queries.listCustomFieldsDetailed leaves out query:showSecureValues':
    'it answers with secrets in the clear (ninjaone-api §5)',
  'queries.listScopedCustomFields leaves out query:showSecureValues':
    'it answers with secrets in the clear (ninjaone-api §5)',
  'queries.listScopedCustomFieldsDetailed leaves out query:showSecureValues':
    'it answers with secrets in the clear (ninjaone-api §5)',
  'tabs.rename requires body:tabId': 'without it nobody knows which tab is meant',
  'technicians.create requires body:email': 'the invitation goes there',
  'technicians.create requires body:firstName': 'the vendor bounds it, so it cannot be empty',
  'technicians.create requires body:lastName': 'the vendor bounds it, so it cannot be empty',
  'tickets.addComment leaves out body:files':
    'attachments need a source of bytes that approvals can show; not modelled yet',
  'tickets.addComment requires body:comment': 'without files there is nothing else to add',
  'webhooks.set requires body:url': 'without an address nothing can be sent',
}
