/** Devices, their alerts and backups, and what stands beside them without an agent. */
import { type Call, hasActivity, hasRow, rowOf, type WriteProof, type WriteProofs } from './proof.ts'

const id = 1001
const minuteMs = 60_000

/** What a command did is told by an activity of its device. */
const toldBy = (input: object, statusCode: string, afterMs?: number): WriteProof => ({
  input: () => ({ id, ...input }),
  read: 'devices.listActivities',
  of: () => ({ id, pageSize: 10 }),
  shows: (answer) => hasActivity(answer, statusCode),
  ...(afterMs !== undefined && { afterMs }),
})

const ofDevice = () => ({ id })

const pending = async (call: Call) => rowOf(await call('devices.list', { df: 'status=PENDING' })).id as number

const projector = { name: 'PROJECTOR02', orgId: 1, locationId: 11, roleId: 32 }
const addProjector = async (call: Call): Promise<number> => (await call('unmanagedDevices.create', projector)).nodeId

/** Nothing reads an unmanaged device back but a ticket's node, so what happened to it is told by the activities. */
const projectorTold = (input: (nodeId: number) => object, status: string): WriteProof => ({
  input: async (call) => input(await addProjector(call)),
  read: 'activities.list',
  of: () => ({ pageSize: 10 }),
  shows: ({ activities }) => hasRow(activities, { status }),
})

const backedUp = async (call: Call) => {
  const { deviceId, planGuid } = (await call('backups.listJobs')).results[0]
  return { deviceId, planUid: planGuid }
}

export const deviceProofs: WriteProofs = {
  'alerts.reset': {
    input: async (call) => ({ uid: (await call('alerts.list'))[0].uid }),
    read: 'alerts.list',
    shows: (alerts, { uid }) => !hasRow(alerts, { uid }),
  },
  'alerts.resetWithData': {
    input: async (call) => ({ uid: (await call('alerts.list'))[0].uid, data: { ticket: 4711 } }),
    read: 'alerts.list',
    shows: (alerts, { uid }) => !hasRow(alerts, { uid }),
  },
  'backups.createIntegrityCheckJob': {
    input: backedUp,
    read: 'backups.listIntegrityCheckJobs',
    shows: ({ results }, { deviceId, planUid }) => hasRow(results, { deviceId, planGuid: planUid }),
  },
  'backups.setBandwidthThrottle': {
    input: () => ({ deviceId: id, bandwidthThrottle: { enabled: true, workHoursKbps: 2000 } }),
    read: 'devices.listActivities',
    of: () => ({ id, pageSize: 10 }),
    shows: (answer) => hasActivity(answer, 'NODE_UPDATED'),
  },
  'devices.applyOsPatches': {
    input: async (call) => ({ id: (await call('queries.listOsPatches', { status: 'APPROVED' })).results[0].deviceId }),
    read: 'devices.listOsPatches',
    of: (input) => ({ ...input, status: 'APPROVED' }),
    shows: (missing, _input, before) => missing.length < before.length,
    afterMs: 60 * minuteMs,
  },
  'devices.applySoftwarePatches': toldBy({}, 'SOFTWARE_PATCH_MANAGEMENT_APPLY_PATCH_COMPLETED', 60 * minuteMs),
  'devices.cancelMaintenance': {
    input: async (call) => {
      await call('devices.setMaintenance', { id, disabledFeatures: ['ALERTS'], end: '2099-01-01T00:00:00Z' })
      return { id }
    },
    read: 'devices.get',
    of: ofDevice,
    shows: (device) => device.maintenance === undefined,
  },
  'devices.configureWindowsService': {
    input: () => ({ id, serviceId: 'Spooler', startType: 'DISABLED' }),
    read: 'devices.listWindowsServices',
    of: () => ({ id, name: 'Spooler' }),
    shows: (services) => hasRow(services, { startType: 'DISABLED' }),
    afterMs: minuteMs,
  },
  'devices.controlWindowsService': {
    input: () => ({ id, serviceId: 'Spooler', action: 'STOP' }),
    read: 'devices.listWindowsServices',
    of: () => ({ id, name: 'Spooler' }),
    shows: (services) => hasRow(services, { state: 'STOPPED' }),
    afterMs: minuteMs,
  },
  'devices.decideApproval': {
    input: async (call) => ({ mode: 'APPROVE', devices: [await pending(call)] }),
    read: 'devices.get',
    of: ({ devices }) => ({ id: devices[0] }),
    shows: ({ approvalStatus }) => approvalStatus === 'APPROVED',
  },
  'devices.decommission': {
    input: ofDevice,
    read: 'devices.list',
    shows: (devices) => !hasRow(devices, { id }),
  },
  'devices.reboot': {
    input: () => ({ id, mode: 'FORCED', reason: 'Pending updates' }),
    read: 'devices.get',
    of: ofDevice,
    shows: ({ os }, _input, before) => os.lastBootTime > before.os.lastBootTime,
    afterMs: 10 * minuteMs,
  },
  'devices.removeOwner': {
    input: async (call) => {
      await call('devices.setOwner', { id, ownerUid: (await call('organizations.listEndUsers', { id: 1 }))[0].uid })
      return { id }
    },
    read: 'devices.get',
    of: ofDevice,
    shows: ({ assignedOwnerUid }) => assignedOwnerUid === undefined,
  },
  'devices.resetPolicyOverrides': {
    input: async (call) => ({ id: rowOf((await call('queries.listPolicyOverrides')).results).deviceId }),
    read: 'devices.getPolicyOverrides',
    of: (input) => input,
    shows: ({ overrides }) => overrides.length === 0,
  },
  'devices.runScript': toldBy({ type: 'SCRIPT', scriptId: 7, runAs: 'system' }, 'COMPLETED', 10 * minuteMs),
  'devices.scanOsPatches': toldBy({}, 'PATCH_MANAGEMENT_SCAN_COMPLETED', 60 * minuteMs),
  'devices.scanSoftwarePatches': toldBy({}, 'SOFTWARE_PATCH_MANAGEMENT_SCAN_COMPLETED', 60 * minuteMs),
  'devices.setMaintenance': {
    input: () => ({ id, disabledFeatures: ['ALERTS'], end: '2099-01-01T00:00:00Z', reasonMessage: 'Disk swap' }),
    read: 'devices.get',
    of: ofDevice,
    shows: ({ maintenance }) => maintenance?.reasonMessage === 'Disk swap',
  },
  'devices.setOwner': {
    input: async (call) => ({ id, ownerUid: (await call('organizations.listEndUsers', { id: 1 }))[0].uid }),
    read: 'devices.get',
    of: ofDevice,
    shows: ({ assignedOwnerUid }, { ownerUid }) => assignedOwnerUid === ownerUid,
  },
  'devices.stage': {
    input: () => ({ name: 'CEDAR-LAPTOP09', orgId: 1, locationId: 11, roleId: 2 }),
    read: 'devices.get',
    of: (_input, answer) => answer && { id: answer.nodeId },
    shows: (device, { name }) => device?.systemName === name,
  },
  'devices.update': {
    input: () => ({ id, displayName: 'Front desk' }),
    read: 'devices.get',
    of: ofDevice,
    shows: ({ displayName }) => displayName === 'Front desk',
  },
  'devices.updateCustomFields': {
    input: () => ({ id, fields: { assetOwner: 'Noor Ito' } }),
    read: 'devices.getCustomFields',
    of: ofDevice,
    shows: ({ assetOwner }) => assetOwner === 'Noor Ito',
  },
  'unmanagedDevices.create': {
    input: () => projector,
    read: 'activities.list',
    shows: ({ activities }, { name }) => hasRow(activities, { status: 'Device Created', subject: name }),
  },
  'unmanagedDevices.decommission': projectorTold((nodeId) => ({ nodeId }), 'Device Decommissioned'),
  'unmanagedDevices.decommissionMany': projectorTold((nodeId) => ({ nodeIds: [nodeId] }), 'Device Decommissioned'),
  'unmanagedDevices.delete': projectorTold((nodeId) => ({ nodeId }), 'Device Deleted'),
  'unmanagedDevices.update': projectorTold(
    (nodeId) => ({ nodeId, name: 'PROJECTOR03', orgId: 1, locationId: 11 }),
    'Device Updated',
  ),
}
