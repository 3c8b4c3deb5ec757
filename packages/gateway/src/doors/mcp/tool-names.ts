/**
 * What an operation is called as a tool. The names that agents already use stand in one table; every other name
 * follows from the operation's id by rule. A published name is never reused for something else.
 */
import type { OperationId } from '@kunai/api/catalogue'

/** Names that the outside world uses already, each pointing at an operation. */
export const toolAliases = {
  'ninja-control-service': 'devices.controlWindowsService',
  'ninja-create-ticket': 'tickets.create',
  'ninja-dismiss-alert': 'alerts.reset',
  'ninja-get-device': 'devices.get',
  'ninja-get-device-activities': 'devices.listActivities',
  'ninja-get-device-alerts': 'devices.listAlerts',
  'ninja-get-device-disks': 'devices.listDisks',
  'ninja-get-device-services': 'devices.listWindowsServices',
  'ninja-get-device-software': 'devices.listSoftware',
  'ninja-get-device-volumes': 'devices.listVolumes',
  'ninja-get-organization': 'organizations.get',
  'ninja-get-ticket-log': 'tickets.listLog',
  'ninja-list-alerts': 'alerts.list',
  'ninja-list-devices': 'devices.list',
  'ninja-list-organizations': 'organizations.list',
  'ninja-list-scripts': 'scripts.list',
  'ninja-reboot-device': 'devices.reboot',
  'ninja-run-bash': 'devices.runBash',
  'ninja-run-script': 'devices.runScript',
  'ninja-update-ticket': 'tickets.update',
} as const satisfies Readonly<Record<`ninja-${string}`, OperationId | 'devices.runBash'>>

/** The gateway's own tool: asks what became of a call. */
export const outcomeToolName = 'ninja-get-outcome'

/** The gateway's own tool: takes back a call that waits. */
export const withdrawToolName = 'ninja-withdraw-call'

const aliasOf = new Map<string, string>(Object.entries(toolAliases).map(([name, operation]) => [operation, name]))

/** Verbs whose object is the whole collection: `ninja-search-devices`, but `ninja-get-device`. */
const collectionVerbs = new Set(['list', 'search'])

/** `devices.getScriptingOptions` → `ninja-get-device-scripting-options`, unless the table knows a name. */
export function toolNameOf(operationId: string): string {
  const alias = aliasOf.get(operationId)
  if (alias !== undefined) return alias
  const [folder = '', action = ''] = operationId.split('.')
  // `deleteMany` is `delete` with a plural: `ninja-delete-asset-tags`.
  const isMany = action.endsWith('Many')
  const [verb = '', ...object] = wordsOf(action.replace(/Many$/, ''))
  const resource = wordsOf(folder).join('-')
  const wholeCollection = isMany || (object.length === 0 && collectionVerbs.has(verb))
  return ['ninja', verb, wholeCollection ? resource : singular(resource), ...object].join('-')
}

/** For the pages that name tools. */
export const toolNames = { nameOf: toolNameOf, wellKnown: new Set<string>(Object.values(toolAliases)) }

function wordsOf(camelCase: string): string[] {
  return camelCase
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ')
}

function singular(plural: string): string {
  return plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, '')
}
