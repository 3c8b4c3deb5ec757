import { expect, test } from 'vitest'
import { operations } from '../../call/index.ts'
import { outcomeToolName, toolAliases, toolNameOf } from './tool-names.ts'

test('every operation has the tool name that is published, and no two share one', () => {
  const published = Object.fromEntries(operations.map(({ id }) => [id, toolNameOf(id)]))
  expect(published).toMatchObject({
    'alerts.list': 'ninja-list-alerts',
    'alerts.reset': 'ninja-dismiss-alert',
    'devices.controlWindowsService': 'ninja-control-service',
    'devices.get': 'ninja-get-device',
    'devices.getScriptingOptions': 'ninja-get-device-scripting-options',
    'devices.list': 'ninja-list-devices',
    'devices.listDisks': 'ninja-get-device-disks',
    'devices.listSoftware': 'ninja-get-device-software',
    'devices.listVolumes': 'ninja-get-device-volumes',
    'devices.listActivities': 'ninja-get-device-activities',
    'devices.listAlerts': 'ninja-get-device-alerts',
    'devices.listWindowsServices': 'ninja-get-device-services',
    'devices.reboot': 'ninja-reboot-device',
    'devices.runScript': 'ninja-run-script',
    'devices.search': 'ninja-search-devices',
    'devices.setMaintenance': 'ninja-set-device-maintenance',
    'organizations.get': 'ninja-get-organization',
    'organizations.list': 'ninja-list-organizations',
    'scripts.list': 'ninja-list-scripts',
    'ticketBoards.run': 'ninja-run-ticket-board',
    'tickets.create': 'ninja-create-ticket',
    'tickets.listLog': 'ninja-get-ticket-log',
    'tickets.update': 'ninja-update-ticket',
    'webhooks.set': 'ninja-set-webhook',
  })
  const names = [...Object.values(published), outcomeToolName]
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) {
    expect(name).toMatch(/^ninja(-[a-z0-9]+)+$/)
    expect(name.length).toBeLessThanOrEqual(64)
  }
})

test('every name of the table points at an operation that exists', () => {
  const ids = operations.map(({ id }) => id)
  for (const id of Object.values(toolAliases)) expect(ids).toContain(id)
})

test('the rule reads well for ids that no table knows', () => {
  expect(toolNameOf('policies.list')).toBe('ninja-list-policies')
  expect(toolNameOf('policies.get')).toBe('ninja-get-policy')
  expect(toolNameOf('customFields.list')).toBe('ninja-list-custom-fields')
  expect(toolNameOf('assetTags.deleteMany')).toBe('ninja-delete-asset-tags')
  expect(toolNameOf('organizations.listLocations')).toBe('ninja-list-organization-locations')
})
