/**
 * What agents must be able to do by name: each tool of the integration's list, and each operation behind the actions of
 * the SOAR connector. The end-to-end test calls every row, well and badly; the table in docs/reference/seed-tools.md is
 * written from the same rows, so that none can stand there without its test.
 */

/** Facts of the sandbox that rows need; found out at the start of the test. */
export interface Scene {
  readonly organization: number
  readonly location: number
  readonly linux: number
  readonly windows: number
  /** Waits for approval. */
  readonly pending: number
  readonly script: number
  readonly alert: string
  readonly form: number
  readonly user: string
  readonly ticket: { readonly ticketId: number; readonly version: number }
}

type Input = Readonly<Record<string, unknown>>

export interface ToolRow {
  /** Title of the row where it comes from: a tool's description, or an action's name. */
  readonly title: string
  readonly tool: string
  /** Id of the operation that is judged; '*' for generic calls, which are judged by what they amount to. */
  readonly operation: string
  readonly good: (scene: Scene) => Input
  readonly bad: (scene: Scene) => Input
  /** Code of the refusal. */
  readonly badCode: string
  /** As promised, written out: held against what we ship when the table is written, and against the answer by the test. */
  readonly policy: 'Auto' | 'Approval'
}

const nothing = 999_999
const noUid = '00000000-0000-4000-8000-000000000000'
const missing = 'target_not_found'

const row = (
  title: string,
  tool: string,
  operation: string,
  policy: ToolRow['policy'],
  good: ToolRow['good'],
  bad: ToolRow['bad'],
  badCode: string,
): ToolRow => ({ title, tool, operation, policy, good, bad, badCode })

const ofDevice = (title: string, tool: string, operation: string) =>
  row(
    title,
    tool,
    operation,
    'Auto',
    ({ windows }) => ({ id: windows }),
    () => ({ id: 'no such device' }),
    missing,
  )

const ticketFields = ({ organization, form }: Scene) => ({
  clientId: organization,
  ticketFormId: form,
  subject: 'Printer offline',
  status: '1000',
})

/** The integration's tools, in its order. */
export const integrationRows: readonly ToolRow[] = [
  row(
    'List organizations',
    'ninja-list-organizations',
    'organizations.list',
    'Auto',
    () => ({ limit: 2, fields: 'id,name' }),
    () => ({ limit: 0 }),
    'invalid_input',
  ),
  row(
    'Get an organization',
    'ninja-get-organization',
    'organizations.get',
    'Auto',
    ({ organization }) => ({ id: organization }),
    () => ({ id: 'no such organization' }),
    missing,
  ),
  row(
    'List devices, optionally of one organization',
    'ninja-list-devices',
    'devices.list',
    'Auto',
    ({ organization }) => ({ df: `org = ${organization}`, limit: 5 }),
    () => ({ df: 'everything please' }),
    'invalid_input',
  ),
  ofDevice('Get a device', 'ninja-get-device', 'devices.get'),
  ofDevice('Recent activity of a device', 'ninja-get-device-activities', 'devices.listActivities'),
  ofDevice('Disks of a device', 'ninja-get-device-disks', 'devices.listDisks'),
  ofDevice('Volumes of a device', 'ninja-get-device-volumes', 'devices.listVolumes'),
  ofDevice('Software of a device', 'ninja-get-device-software', 'devices.listSoftware'),
  ofDevice('Services of a device', 'ninja-get-device-services', 'devices.listWindowsServices'),
  row(
    'Start, stop or restart a service',
    'ninja-control-service',
    'devices.controlWindowsService',
    'Approval',
    ({ windows }) => ({ id: windows, serviceId: 'Spooler', action: 'RESTART' }),
    ({ windows }) => ({ id: windows, serviceId: 'Spooler', action: 'EXPLODE' }),
    'invalid_input',
  ),
  row(
    'Reboot a device',
    'ninja-reboot-device',
    'devices.reboot',
    'Approval',
    ({ linux }) => ({ id: linux, mode: 'NORMAL', reason: 'Updates wait' }),
    () => ({ id: nothing, mode: 'NORMAL' }),
    missing,
  ),
  row(
    'List scripts',
    'ninja-list-scripts',
    'scripts.list',
    'Auto',
    () => ({ fields: 'id,name' }),
    () => ({ cursor: 'elsewhere' }),
    'invalid_input',
  ),
  row(
    'Run a library script or built-in action',
    'ninja-run-script',
    'devices.runScript',
    'Approval',
    ({ windows, script }) => ({ id: windows, type: 'SCRIPT', scriptId: script, runAs: 'system' }),
    ({ windows }) => ({ id: windows, type: 'SCRIPT', scriptId: nothing }),
    missing,
  ),
  row(
    'Run a custom bash script',
    'ninja-run-bash',
    'devices.runBash',
    'Approval',
    ({ linux }) => ({ id: linux, script: 'echo hello' }),
    ({ windows }) => ({ id: windows, script: 'echo hello' }),
    'wrong_system',
  ),
  row(
    'List alerts',
    'ninja-list-alerts',
    'alerts.list',
    'Auto',
    () => ({ limit: 3 }),
    () => ({ df: 'nonsense' }),
    'invalid_input',
  ),
  ofDevice('Alerts of a device', 'ninja-get-device-alerts', 'devices.listAlerts'),
  row(
    'Dismiss an alert',
    'ninja-dismiss-alert',
    'alerts.reset',
    'Approval',
    ({ alert }) => ({ uid: alert }),
    () => ({ uid: noUid }),
    missing,
  ),
  row(
    'Create a ticket',
    'ninja-create-ticket',
    'tickets.create',
    'Auto',
    (scene) => ticketFields(scene),
    (scene) => ({ ...ticketFields(scene), subject: '' }),
    'invalid_input',
  ),
  row(
    'Update a ticket',
    'ninja-update-ticket',
    'tickets.update',
    'Approval',
    (scene) => ({ ...ticketFields(scene), ...scene.ticket, status: '2000', requesterUid: scene.user }),
    (scene) => ({ ...ticketFields(scene), ...scene.ticket }),
    'invalid_input',
  ),
  row(
    'Log of a ticket',
    'ninja-get-ticket-log',
    'tickets.listLog',
    'Auto',
    ({ ticket }) => ({ ticketId: ticket.ticketId }),
    () => ({ ticketId: 'no number' }),
    'invalid_input',
  ),
  row(
    'Generic GET',
    'ninja-api-get',
    '*',
    'Auto',
    ({ windows }) => ({ path: `/v2/device/${windows}` }),
    ({ windows }) => ({ path: `/v2/device/${windows}/../../organizations` }),
    'dot_segment',
  ),
  row(
    'Generic POST',
    'ninja-api-post',
    '*',
    'Approval',
    // Of its own tool this is Auto: the generic one is stricter.
    (scene) => ({ path: '/v2/ticketing/ticket', body: ticketFields(scene) }),
    () => ({ path: 'https://elsewhere.example/v2/organizations', body: {} }),
    'absolute_url',
  ),
  row(
    'Generic PUT',
    'ninja-api-put',
    '*',
    'Approval',
    ({ windows }) => ({
      path: `/v2/device/${windows}/maintenance`,
      body: { disabledFeatures: ['ALERTS'], end: 4_000_000_000 },
    }),
    ({ windows }) => ({ path: `/v2/device/${windows}` }),
    'wrong_method',
  ),
  row(
    'Generic PATCH',
    'ninja-api-patch',
    '*',
    'Approval',
    ({ windows }) => ({ path: `/v2/device/${windows}`, body: { displayName: 'Front desk' } }),
    ({ windows }) => ({ path: `/v2/device/${windows}`, body: { owner: 'me' } }),
    'invalid_input',
  ),
  row(
    'Generic DELETE',
    'ninja-api-delete',
    '*',
    'Approval',
    ({ windows }) => ({ path: `/v2/device/${windows}/maintenance` }),
    () => ({ path: '/v2//device/1' }),
    'empty_segment',
  ),
]

/** What the connector's actions need, in its order, and what a ticket and custom fields need besides. */
export const connectorRows: readonly ToolRow[] = [
  row(
    'Create New Organization',
    'ninja-create-organization',
    'organizations.create',
    'Approval',
    () => ({ name: 'Harbor Clinic' }),
    () => ({ nodeApprovalMode: 'PERHAPS' }),
    'invalid_input',
  ),
  row(
    'Update Organization',
    'ninja-update-organization',
    'organizations.update',
    'Approval',
    ({ organization }) => ({ id: organization, description: 'Contract until March' }),
    () => ({ id: nothing, description: 'x' }),
    missing,
  ),
  row(
    'Create Location',
    'ninja-create-location',
    'locations.create',
    'Approval',
    ({ organization }) => ({ id: organization, name: 'Annex' }),
    () => ({ id: 'no such organization', name: 'Annex' }),
    missing,
  ),
  row(
    'Update Location',
    'ninja-update-location',
    'locations.update',
    'Approval',
    ({ organization, location }) => ({ id: organization, locationId: location, address: '1 Quay' }),
    ({ organization }) => ({ id: organization, locationId: 'no such location', address: 'x' }),
    missing,
  ),
  row(
    'List Devices',
    'ninja-list-devices',
    'devices.list',
    'Auto',
    () => ({ limit: 3 }),
    () => ({ limit: 100_000 }),
    'invalid_input',
  ),
  ofDevice('Device Link', 'ninja-get-device-dashboard-url', 'devices.getDashboardUrl'),
  row(
    'Update Device Information',
    'ninja-update-device',
    'devices.update',
    'Approval',
    ({ windows }) => ({ id: windows, displayName: 'Reception' }),
    ({ windows }) => ({ id: windows, policyId: 'no such policy' }),
    missing,
  ),
  row(
    'Approve/Reject Devices',
    'ninja-decide-device-approval',
    'devices.decideApproval',
    'Approval',
    ({ pending }) => ({ mode: 'APPROVE', devices: [pending] }),
    () => ({ mode: 'APPROVE', devices: [nothing] }),
    missing,
  ),
  row(
    'Reboot Device',
    'ninja-reboot-device',
    'devices.reboot',
    'Approval',
    ({ windows }) => ({ id: windows, mode: 'FORCED' }),
    ({ windows }) => ({ id: windows, mode: 'HARD' }),
    'invalid_input',
  ),
  row(
    'Windows Services and Status',
    'ninja-get-device-services',
    'devices.listWindowsServices',
    'Auto',
    ({ windows }) => ({ id: windows, state: 'RUNNING', limit: 5 }),
    ({ windows }) => ({ id: windows, state: 'ASLEEP' }),
    'invalid_input',
  ),
  row(
    'Windows Service Control',
    'ninja-control-service',
    'devices.controlWindowsService',
    'Approval',
    ({ windows }) => ({ id: windows, serviceId: 'Spooler', action: 'STOP' }),
    ({ windows }) => ({ id: windows, action: 'STOP' }),
    'invalid_input',
  ),
  ofDevice('List Scripting Options', 'ninja-get-device-scripting-options', 'devices.getScriptingOptions'),
  row(
    'Run Script',
    'ninja-run-script',
    'devices.runScript',
    'Approval',
    ({ linux, script }) => ({ id: linux, type: 'SCRIPT', scriptId: script }),
    ({ linux }) => ({ id: linux, type: 'ACTION' }),
    'invalid_input',
  ),
  row(
    'Schedule Maintenance',
    'ninja-set-device-maintenance',
    'devices.setMaintenance',
    'Approval',
    ({ linux }) => ({ id: linux, disabledFeatures: ['ALERTS'], end: '2096-10-02T00:00:00Z' }),
    ({ linux }) => ({ id: linux, disabledFeatures: [], end: '2096-10-02T00:00:00Z' }),
    'invalid_input',
  ),
  row(
    'Cancel Maintenance',
    'ninja-cancel-device-maintenance',
    'devices.cancelMaintenance',
    'Approval',
    ({ linux }) => ({ id: linux }),
    () => ({ id: nothing }),
    missing,
  ),
  row(
    'List active alerts',
    'ninja-list-alerts',
    'alerts.list',
    'Auto',
    () => ({ fields: 'uid,message' }),
    () => ({ fields: 'uid;message' }),
    'invalid_input',
  ),
  row(
    'Generates Installer',
    'ninja-get-location-installer',
    'locations.getInstaller',
    'Auto',
    ({ organization, location }) => ({ id: organization, locationId: location, installerType: 'WINDOWS_MSI' }),
    ({ organization, location }) => ({ id: organization, locationId: location, installerType: 'FLOPPY' }),
    'invalid_input',
  ),
  row(
    'Read a ticket',
    'ninja-get-ticket',
    'tickets.get',
    'Auto',
    ({ ticket }) => ({ ticketId: ticket.ticketId }),
    () => ({}),
    'invalid_input',
  ),
  row(
    'Comment on a ticket',
    'ninja-add-ticket-comment',
    'tickets.addComment',
    'Approval',
    ({ ticket }) => ({ ticketId: ticket.ticketId, comment: { public: false, body: 'Spooler restarted' } }),
    ({ ticket }) => ({ ticketId: ticket.ticketId, comment: { public: false } }),
    'invalid_input',
  ),
  row(
    'Ticket boards',
    'ninja-list-ticket-boards',
    'ticketBoards.list',
    'Auto',
    () => ({}),
    () => ({ limit: 1.5 }),
    'invalid_input',
  ),
  row(
    'Tickets of a board',
    'ninja-run-ticket-board',
    'ticketBoards.run',
    'Auto',
    () => ({ boardId: 'All tickets', limit: 2 }),
    () => ({ boardId: 'no such board' }),
    missing,
  ),
  ofDevice('Custom fields of a device', 'ninja-get-device-custom-fields', 'devices.getCustomFields'),
  row(
    'Write custom fields of a device',
    'ninja-update-device-custom-fields',
    'devices.updateCustomFields',
    'Approval',
    ({ windows }) => ({ id: windows, fields: { assetOwner: 'Noor' } }),
    () => ({ id: nothing, fields: { assetOwner: 'Noor' } }),
    missing,
  ),
]

/** What reaches every operation, also those without a name in the list. */
export const reachRows: readonly ToolRow[] = [
  row(
    'Find an operation',
    'find-operation',
    '*',
    'Auto',
    () => ({ query: 'restart a service' }),
    () => ({ query: '' }),
    'invalid_input',
  ),
  row(
    'Run an operation that only reads',
    'run-read',
    '*',
    'Auto',
    ({ organization }) => ({ operation: 'organizations.listLocations', input: { id: organization } }),
    () => ({ operation: 'tickets.create', input: {} }),
    'risk_too_high',
  ),
  row(
    'Run an operation that changes records',
    'run-write',
    '*',
    'Approval',
    (scene) => ({ operation: 'tickets.create', input: ticketFields(scene) }),
    ({ windows }) => ({ operation: 'devices.reboot', input: { id: windows, mode: 'NORMAL' } }),
    'risk_too_high',
  ),
  row(
    'Run an operation that interrupts work',
    'run-disruptive',
    '*',
    'Approval',
    ({ windows }) => ({ operation: 'devices.reboot', input: { id: windows, mode: 'NORMAL' } }),
    ({ windows }) => ({ operation: 'devices.decommission', input: { id: windows } }),
    'risk_too_high',
  ),
  row(
    'Run an operation that cannot be undone',
    'run-destructive',
    '*',
    'Approval',
    ({ windows }) => ({ operation: 'devices.decommission', input: { id: windows } }),
    () => ({ operation: 'devices.explode' }),
    'unknown_operation',
  ),
]
