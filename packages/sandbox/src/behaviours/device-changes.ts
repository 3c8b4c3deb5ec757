/** `PATCH /v2/device/{id}`: everything that is said must fit together, else nothing is taken. */
import type { operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import type { Device } from '../world/kinds/devices.ts'
import type { Change } from '../world/store/kind.ts'
import type { Scene } from './behaviour.ts'
import { checkPlace, checkPolicy, checkRole, policyOfRoleIn } from './references.ts'

type Wanted = Omit<z.output<(typeof operations)['devices.update']['input']>, 'id'>

export function changeDevice(device: Device, wanted: Wanted, scene: Scene): void {
  const { world } = scene
  const change: { -readonly [Field in keyof Change<Device>]: Change<Device>[Field] } = {}
  if (wanted.displayName !== undefined) change.displayName = wanted.displayName
  if (wanted.userData) change.userData = wanted.userData
  if (wanted.warranty) change.warranty = { ...device.warranty, ...toWarranty(wanted.warranty) }
  const nodeRoleId = checkRoleOf(device, wanted, scene)
  if (wanted.policyId === null) change.policyId = undefined
  else if (wanted.policyId !== undefined) change.policyId = checkPolicy(wanted.policyId, device.nodeClass, scene).id
  const { organizationId = device.organizationId, locationId = device.locationId } = wanted
  // Another organization without one of its locations would leave the device in a place of the old one.
  if (wanted.organizationId !== undefined || wanted.locationId !== undefined)
    checkPlace(organizationId, locationId, scene)
  if (organizationId !== device.organizationId || nodeRoleId !== device.nodeRoleId) {
    change.rolePolicyId = policyOfRoleIn(world, world.organizations.expect(organizationId), nodeRoleId)
  }
  world.devices.update(device.id, { ...change, nodeRoleId, organizationId, locationId })
}

/** A role is for one class; a device cannot become something else. */
function checkRoleOf(device: Device, { nodeRoleId }: Wanted, scene: Scene): number {
  if (nodeRoleId === undefined) return device.nodeRoleId
  const { nodeClass } = checkRole(nodeRoleId, scene)
  if (nodeClass === device.nodeClass) return nodeRoleId
  throw scene.refuse(400, 'invalid_node_role', `Device role ${nodeRoleId} is for ${nodeClass}`)
}

/** Epoch seconds, as they read back; undefined when no date is given. */
export function toWarranty(
  dates: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, number>> | undefined {
  const given = Object.entries(dates).flatMap(([name, iso]) =>
    iso === undefined ? [] : [[name, Date.parse(iso) / 1000]],
  )
  return given.length > 0 ? Object.fromEntries(given) : undefined
}
