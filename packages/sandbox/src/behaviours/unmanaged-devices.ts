/** Devices without an agent, kept for the inventory of assets. Nothing in the API lists or reads them. */
import type { UnmanagedDevice } from '../world/kinds/records.ts'
import { type Behaviours, NoBody, type Scene } from './behaviour.ts'

interface Fields {
  readonly name: string
  readonly orgId: number
  readonly locationId: number
  readonly assignedUserUid?: string | undefined
  readonly warrantyStartDate?: string | undefined
  readonly warrantyEndDate?: string | undefined
  readonly assetFields?: Readonly<Record<string, unknown>> | undefined
}

const msOf = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso))

function readFields({ orgId, locationId, name, assignedUserUid, ...given }: Fields, { world, refuse }: Scene) {
  if (!world.organizations.has(orgId)) {
    throw refuse(400, 'organization_not_found', `orgId: organization ${orgId} not found`)
  }
  if (world.locations.get(locationId)?.organizationId !== orgId) {
    throw refuse(400, 'location_not_found', `locationId: organization ${orgId} has no location ${locationId}`)
  }
  const uid = assignedUserUid?.toLowerCase()
  if (
    uid !== undefined &&
    ![world.endUsers, world.technicians].some((users) => users.idsWhose('uid', uid).length > 0)
  ) {
    throw refuse(400, 'user_not_found', `assignedUserUid: there is no user ${uid}`)
  }
  const [warrantyStartMs, warrantyEndMs] = [msOf(given.warrantyStartDate), msOf(given.warrantyEndDate)]
  if (warrantyStartMs !== undefined && warrantyEndMs !== undefined && warrantyEndMs < warrantyStartMs) {
    throw refuse(400, 'invalid_warranty', 'warrantyEndDate: the warranty ends before it begins')
  }
  const serialNumber = given.assetFields?.serialNumber
  return {
    name,
    organizationId: orgId,
    locationId,
    ...(uid !== undefined && { assignedUserUid: uid }),
    ...(warrantyStartMs !== undefined && { warrantyStartMs }),
    ...(warrantyEndMs !== undefined && { warrantyEndMs }),
    ...(typeof serialNumber === 'string' && { serialNumber }),
    ...(given.assetFields && { assetFields: given.assetFields }),
  }
}

function find(id: number, { world, refuse }: Scene): UnmanagedDevice {
  const device = world.unmanagedDevices.get(id)
  if (!device) throw refuse(404, 'unmanaged_device_not_found', `Unmanaged device ${id} not found`)
  return device
}

function findInUse(id: number, scene: Scene): UnmanagedDevice {
  const device = find(id, scene)
  if (device.decommissionedMs !== undefined) {
    throw scene.refuse(400, 'already_decommissioned', `Unmanaged device ${id} is decommissioned`)
  }
  return device
}

function tell({ world, nowMs, requester }: Scene, statusCode: string, status: string, name: string): void {
  world.activities.insert({
    atMs: nowMs,
    activityType: 'SYSTEM',
    statusCode,
    status,
    type: 'System',
    subject: name,
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message: `${status}: ${name}`,
  })
}

function decommission(scene: Scene, devices: readonly UnmanagedDevice[]): NoBody {
  for (const { id, name } of devices) {
    scene.world.unmanagedDevices.update(id, { decommissionedMs: scene.nowMs })
    tell(scene, 'NODE_UPDATED', 'Device Decommissioned', name)
  }
  return new NoBody(200)
}

/** The only operations that the spec answers with a bare 200, and with 202. */
export const unmanagedDevices: Behaviours = {
  'unmanagedDevices.create': ({ roleId, ...input }, scene) => {
    const { world, nowMs, refuse } = scene
    const fields = readFields(input, scene)
    if (world.roles.get(roleId)?.nodeClass !== 'UNMANAGED_DEVICE') {
      throw refuse(400, 'invalid_node_role', `roleId: ${roleId} is no role for unmanaged devices`)
    }
    const uid = world.drawOfCommand(world.nextCommand()).uuid()
    const { id, name } = world.unmanagedDevices.insert({ ...fields, uid, nodeRoleId: roleId, createdMs: nowMs })
    tell(scene, 'NODE_CREATED', 'Device Created', name)
    return { nodeId: id }
  },

  'unmanagedDevices.update': ({ nodeId, ...input }, scene) => {
    const { uid, nodeRoleId, createdMs } = findInUse(nodeId, scene)
    scene.world.unmanagedDevices.put(nodeId, { uid, nodeRoleId, createdMs, ...readFields(input, scene) })
    tell(scene, 'NODE_UPDATED', 'Device Updated', input.name)
    return new NoBody(202)
  },

  'unmanagedDevices.decommission': ({ nodeId }, scene) => decommission(scene, [findInUse(nodeId, scene)]),

  'unmanagedDevices.decommissionMany': ({ nodeIds }, scene) =>
    decommission(
      scene,
      [...new Set(nodeIds)].map((id) => findInUse(id, scene)),
    ),

  'unmanagedDevices.delete': ({ nodeId }, scene) => {
    const { name } = find(nodeId, scene)
    scene.world.unmanagedDevices.delete(nodeId)
    tell(scene, 'NODE_DELETED', 'Device Deleted', name)
    return new NoBody(200)
  },
}
