/**
 * The actions that SOAR playbooks know by name, each pointing at an operation. Names and labels are those of the
 * published page of that integration, in its order; everything else about an action follows from its operation.
 * docs/reference/actions.md is generated from this table.
 */
import type { OperationId } from '@kunai/api/catalogue'

/** Where a labelled field goes. */
export type FieldUse =
  /** An input field of the operation; `endOfBatch`: an absent moment is the batch's end time. */
  | { readonly input: string; readonly endOfBatch?: true }
  /** Rows of a list to read at most. */
  | { readonly setting: 'limit'; readonly otherwise: number }
  /** Becomes the field `fields` of a second call. */
  | { readonly second: true }
  /** The vendor has no such field (any more): any value is a mistake that must not pass in silence. */
  | { readonly without: string }

/** A second call after the first, and where its identifiers come from. */
export interface SecondCall {
  readonly operation: OperationId
  /** Its input field ← field of the first call's input, or of its answer. */
  readonly ids: Readonly<Record<string, { readonly input: string } | { readonly answer: string }>>
}

export interface SoarAction {
  readonly name: string
  readonly operation: OperationId
  readonly fields: readonly (readonly [label: string, use: FieldUse | string])[]
  readonly second?: SecondCall
}

/** Every action ends with this field: a constant of the step, not a value of a row. */
export const intervalLabel = 'Time between consecutive API requests (in millis)'
export const soarIntervalMs = 300

const tags: FieldUse = { without: 'organizations and locations of NinjaOne have no tags' }
const fields: FieldUse = { second: true }

export const soarActions: readonly SoarAction[] = [
  {
    name: 'Create New Organization',
    operation: 'organizations.create',
    fields: [
      ['Template Organization ID', 'templateOrganizationId'],
      ['Name', 'name'],
      ['Description', 'description'],
      ['Device Approval Mode', 'nodeApprovalMode'],
      ['User Data', 'userData'],
      ['Tags', tags],
      ['Fields', fields],
      ['Locations', 'locations'],
      ['Policies', 'policies'],
    ],
    second: { operation: 'organizations.updateCustomFields', ids: { id: { answer: 'id' } } },
  },
  {
    name: 'Update Organization',
    operation: 'organizations.update',
    fields: [
      ['Organization ID', 'id'],
      ['Name', 'name'],
      ['Description', 'description'],
      ['Device Approval Mode', 'nodeApprovalMode'],
      ['User Data', 'userData'],
      ['Tags', tags],
      ['Fields', fields],
    ],
    second: { operation: 'organizations.updateCustomFields', ids: { id: { input: 'id' } } },
  },
  {
    name: 'Create Location',
    operation: 'locations.create',
    fields: [
      ['Organization ID', 'id'],
      ['Location name', 'name'],
      ['Location address', 'address'],
      ['Description', 'description'],
      ['User Data', 'userData'],
      ['Tags', tags],
      ['Fields', fields],
    ],
    second: { operation: 'locations.updateCustomFields', ids: { id: { input: 'id' }, locationId: { answer: 'id' } } },
  },
  {
    name: 'Update Location',
    operation: 'locations.update',
    fields: [
      ['Organization ID', 'id'],
      ['Location ID', 'locationId'],
      ['Location name', 'name'],
      // The page writes this label with a colon; without one it is taken too.
      ['Location address:', 'address'],
      ['Description', 'description'],
      ['User Data', 'userData'],
      ['Tags', tags],
      ['Fields', fields],
    ],
    second: {
      operation: 'locations.updateCustomFields',
      ids: { id: { input: 'id' }, locationId: { input: 'locationId' } },
    },
  },
  {
    name: 'List Devices',
    operation: 'devices.list',
    fields: [
      ['Filter', 'df'],
      ['Limit', { setting: 'limit', otherwise: 100_000 }],
    ],
  },
  {
    name: 'Device Link',
    operation: 'devices.getDashboardUrl',
    fields: [
      ['Device ID', 'id'],
      ['Return redirect response', 'redirect'],
    ],
  },
  {
    name: 'Update Device Information',
    operation: 'devices.update',
    fields: [
      ['Device ID', 'id'],
      ['Display Name', 'displayName'],
      ['User Data', 'userData'],
      ['Node Role ID', 'nodeRoleId'],
      ['Policy ID', 'policyId'],
    ],
  },
  {
    name: 'Approve/Reject Devices',
    operation: 'devices.decideApproval',
    fields: [
      ['Mode', 'mode'],
      ['Devices', 'devices'],
    ],
  },
  {
    name: 'Reboot Device',
    operation: 'devices.reboot',
    fields: [
      ['Device ID', 'id'],
      ['Reboot mode', 'mode'],
      ['Reboot reason', 'reason'],
    ],
  },
  {
    name: 'Windows Services and Status',
    operation: 'devices.listWindowsServices',
    fields: [
      ['Device ID', 'id'],
      ['Service Name', 'name'],
      ['Service State', 'state'],
    ],
  },
  {
    name: 'Windows Service Control',
    operation: 'devices.controlWindowsService',
    fields: [
      ['Device ID', 'id'],
      ['Service ID', 'serviceId'],
      ['Action', 'action'],
    ],
  },
  {
    name: 'List Scripting Options',
    operation: 'devices.getScriptingOptions',
    fields: [
      ['Device ID', 'id'],
      ['Language', 'lang'],
    ],
  },
  {
    name: 'Run Script',
    operation: 'devices.runScript',
    fields: [
      ['Device ID', 'id'],
      ['Script ID', 'scriptId'],
      ['Type', 'type'],
      ['UID', 'uid'],
      ['Parameters', 'parameters'],
      ['Run As', 'runAs'],
    ],
  },
  {
    name: 'Schedule Maintenance',
    operation: 'devices.setMaintenance',
    fields: [
      ['Device ID', 'id'],
      ['List of features that will be disabled during maintenance', 'disabledFeatures'],
      ['Maintenance window start', { input: 'start', endOfBatch: true }],
      ['Maintenance window end', { input: 'end', endOfBatch: true }],
    ],
  },
  { name: 'Cancel Maintenance', operation: 'devices.cancelMaintenance', fields: [['Device ID', 'id']] },
  {
    name: 'List active alerts (triggered conditions)',
    operation: 'alerts.list',
    fields: [
      ['Source Type', 'sourceType'],
      ['Device Filter', 'df'],
      ['Language', 'lang'],
      ['Timezone', 'tz'],
    ],
  },
  {
    name: 'Generates Installer',
    operation: 'locations.getInstaller',
    fields: [
      ['Organization ID', 'id'],
      ['Location ID', 'locationId'],
      ['Installer Type', 'installerType'],
    ],
  },
]
