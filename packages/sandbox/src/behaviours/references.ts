/**
 * What a call points at. What its path names and is not there is 404; what its body names and is not there, or does not
 * belong together, is 400 (ninjaone-api §4), each with a word of its own.
 */
import type { Location } from '../world/kinds/locations.ts'
import type { Organization } from '../world/kinds/organizations.ts'
import type { NodeRole, Policy } from '../world/kinds/policies.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

export function findOrganization(id: number, { world, refuse }: Scene): Organization {
  const organization = world.organizations.get(id)
  if (!organization) throw refuse(404, 'organization_not_found', `Organization ${id} not found`)
  return organization
}

/** The vendor addresses a location below its organization: in another one it does not exist. */
export function findLocation(organizationId: number, locationId: number, scene: Scene): Location {
  findOrganization(organizationId, scene)
  const location = scene.world.locations.get(locationId)
  if (location?.organizationId === organizationId) return location
  throw scene.refuse(404, 'location_not_found', `Location ${locationId} not found in organization ${organizationId}`)
}

export function checkPlace(organizationId: number, locationId: number, { world, refuse }: Scene): void {
  if (!world.organizations.has(organizationId)) {
    throw refuse(400, 'invalid_organization', `Organization ${organizationId} does not exist`)
  }
  if (world.locations.get(locationId)?.organizationId === organizationId) return
  throw refuse(400, 'invalid_location', `Location ${locationId} is not in organization ${organizationId}`)
}

/** `invalid_node_role` is the vendor's own word (ninjaone-api §4, "validation"). */
export function checkRole(nodeRoleId: number, { world, refuse }: Scene): NodeRole {
  const role = world.roles.get(nodeRoleId)
  if (!role) throw refuse(400, 'invalid_node_role', `Device role ${nodeRoleId} does not exist`)
  return role
}

export function checkPolicy(policyId: number, nodeClass: string, { world, refuse }: Scene): Policy {
  const policy = world.policies.get(policyId)
  if (!policy) throw refuse(400, 'invalid_policy', `Policy ${policyId} does not exist`)
  if (policy.nodeClass === nodeClass) return policy
  throw refuse(400, 'invalid_policy', `Policy ${policyId} is for ${policy.nodeClass}, not for ${nodeClass}`)
}

/** What an organization gives to a role; a role made from another one follows that one where nothing is said. */
export function policyOfRoleIn(
  { roles }: World,
  { policies }: Pick<Organization, 'policies'>,
  nodeRoleId: number,
): number | undefined {
  const own = policies.find((mapping) => mapping.nodeRoleId === nodeRoleId)
  const parent = roles.get(nodeRoleId)?.nodeRoleParentId
  return own?.policyId ?? policies.find((mapping) => mapping.nodeRoleId === parent)?.policyId
}
