/** What is kept about a device: its place, policy, owner and custom fields, and whether it belongs to the fleet. */
import { decommissionDevice, rejectDevice } from '../world/commands/retire-device.ts'
import { type Event, note } from '../world/commands/story.ts'
import type { Device } from '../world/kinds/devices.ts'
import { type Behaviours, findDevice, RawJson, type Scene } from './behaviour.ts'
import { readFields, writeFields } from './custom-field-values.ts'
import { changeDevice, toWarranty } from './device-changes.ts'
import { checkPlace, checkRole, policyOfRoleIn } from './references.ts'

function noteOf(
  { world, nowMs, requester }: Scene,
  { id, systemName }: Device,
  event: Omit<Event, 'deviceId' | 'sourceName'>,
): void {
  note(world, nowMs, requester, { deviceId: id, sourceName: systemName, ...event })
}

const updated = (message: string, code: string, params = {}) => ({ statusCode: 'NODE_UPDATED', message, code, params })

/** Technicians and end users alike may own a device. */
const userOf = ({ world }: Scene, uid: string) =>
  world.technicians.whose('uid', uid.toLowerCase())[0] ?? world.endUsers.whose('uid', uid.toLowerCase())[0]

export const deviceSettings: Behaviours = {
  'devices.update': ({ id, ...wanted }, scene) => {
    const device = findDevice(id, scene)
    changeDevice(device, wanted, scene)
    const names = Object.keys(wanted).join(', ')
    noteOf(scene, device, updated(`${device.systemName}: ${names} changed`, 'node_updated', { changed: names }))
  },

  // All of them or none: one that does not wait for it refuses the whole call.
  'devices.decideApproval': ({ mode, devices }, scene) => {
    const { world, refuse } = scene
    const waiting = [...new Set(devices)].map((id) => findDevice(id, scene))
    for (const { id, approvalStatus } of waiting) {
      if (approvalStatus !== 'PENDING')
        throw refuse(400, 'device_not_pending', `Device ${id} does not wait for approval`)
    }
    const word = mode === 'APPROVE' ? 'APPROVED' : 'REJECTED'
    for (const device of waiting) {
      if (mode === 'APPROVE') world.devices.update(device.id, { approvalStatus: 'APPROVED' })
      else rejectDevice(world, device.id)
      noteOf(scene, device, {
        statusCode: `NODE_MANUALLY_${word}`,
        message: `${device.systemName} ${word.toLowerCase()}`,
        code: `node_manually_${word.toLowerCase()}`,
      })
    }
  },

  // 200 without a body, as the spec says; the others answer 204 (ninjaone-api §5).
  'devices.decommission': ({ id }, scene) => {
    const device = findDevice(id, scene)
    if (device.approvalStatus === 'DECOMMISSIONED') {
      throw scene.refuse(400, 'device_already_decommissioned', `Device ${id} is decommissioned`)
    }
    decommissionDevice(scene.world, scene.nowMs, id)
    noteOf(scene, device, {
      statusCode: 'NODE_DELETED',
      message: `${device.systemName} decommissioned`,
      code: 'node_decommissioned',
    })
    return new RawJson(Buffer.alloc(0))
  },

  'devices.stage': ({ name, orgId, locationId, roleId, assignedUserUid, ...dates }, scene) => {
    const { world, nowMs, refuse } = scene
    checkPlace(orgId, locationId, scene)
    const { nodeClass } = checkRole(roleId, scene)
    if (assignedUserUid && !userOf(scene, assignedUserUid)) {
      throw refuse(400, 'invalid_assigned_user', `User ${assignedUserUid} does not exist`)
    }
    const organization = world.organizations.expect(orgId)
    const rolePolicyId = policyOfRoleIn(world, organization, roleId)
    const warranty = toWarranty({ startDate: dates.warrantyStartDate, endDate: dates.warrantyEndDate })
    const device = world.devices.insert({
      uid: world.drawOfCommand(world.nextCommand()).uuid(),
      organizationId: orgId,
      locationId,
      nodeClass,
      nodeRoleId: roleId,
      ...(rolePolicyId !== undefined && { rolePolicyId }),
      approvalStatus: 'STAGED',
      systemName: name,
      displayName: name,
      ...(assignedUserUid && { assignedOwnerUid: assignedUserUid.toLowerCase() }),
      ...(warranty && { warranty }),
      offline: true,
      createdMs: nowMs,
      sinceMs: nowMs,
      checkInPhaseMs: 0,
      lastBootMs: nowMs,
      needsReboot: false,
      boots: 0,
      ipAddresses: [],
      macAddresses: [],
      publicIP: organization.publicIP,
    })
    noteOf(scene, device, { statusCode: 'NODE_CREATED', message: `${name} staged`, code: 'node_staged' })
    return { nodeId: device.id }
  },

  'devices.setOwner': ({ id, ownerUid }, scene) => {
    const device = findDevice(id, scene)
    const owner = userOf(scene, ownerUid)
    if (!owner) throw scene.refuse(404, 'user_not_found', `User ${ownerUid} not found`)
    scene.world.devices.update(id, { assignedOwnerUid: owner.uid })
    const name = `${owner.firstName} ${owner.lastName}`
    noteOf(scene, device, updated(`Owner of ${device.systemName} is ${name}`, 'owner_set', { ownerUid: owner.uid }))
  },

  'devices.removeOwner': ({ id }, scene) => {
    const device = findDevice(id, scene)
    if (device.assignedOwnerUid === undefined) return
    scene.world.devices.update(id, { assignedOwnerUid: undefined })
    noteOf(scene, device, updated(`Owner of ${device.systemName} removed`, 'owner_removed'))
  },

  'devices.getPolicyOverrides': ({ id }, scene) => {
    findDevice(id, scene)
    return { overrides: [...(scene.world.policyOverrides.get(id)?.rows ?? [])] }
  },

  'devices.resetPolicyOverrides': ({ id }, scene) => {
    const device = findDevice(id, scene)
    scene.world.policyOverrides.put(id, { rows: [] })
    noteOf(scene, device, updated(`Policy overrides of ${device.systemName} removed`, 'policy_overrides_reset'))
  },

  'devices.getCustomFields': ({ id, withInheritance }, scene) => {
    const { organizationId, locationId } = findDevice(id, scene)
    const { world } = scene
    return {
      ...(withInheritance && readFields(world, 'ORGANIZATION', world.organizationFields, organizationId)),
      ...(withInheritance && readFields(world, 'LOCATION', world.locationFields, locationId)),
      ...readFields(world, 'NODE', world.deviceFields, id),
    }
  },

  'devices.updateCustomFields': ({ id, fields }, scene) => {
    const device = findDevice(id, scene)
    writeFields('NODE', scene.world.deviceFields, id, fields, scene)
    const names = Object.keys(fields).join(',')
    noteOf(scene, device, updated(`Custom fields of ${device.systemName} changed`, 'custom_fields_updated', { names }))
  },
}
