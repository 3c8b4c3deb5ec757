import { note } from '../world/commands/story.ts'
import { deviceBytes } from '../world/device-rows.ts'
import type { Organization } from '../world/kinds/organizations.ts'
import type { World } from '../world/world.ts'
import { type Behaviours, RawJson, type Scene } from './behaviour.ts'
import { readFields, writeFields } from './custom-field-values.ts'
import { installerUrl, makeInstaller } from './installers.ts'
import { toWireLocation } from './locations.ts'
import { createOrganization } from './new-organization.ts'
import { concatenateRows, listOf } from './paging.ts'
import { checkPlace, checkPolicy, checkRole, findOrganization, policyOfRoleIn } from './references.ts'

const rows = new WeakMap<Organization, Buffer>()

function toRow({ id, name, description, nodeApprovalMode, userData }: Organization) {
  return {
    id,
    name,
    ...(description && { description }),
    nodeApprovalMode,
    ...(userData && { userData: { ...userData } }),
  }
}

function rowBytes(organization: Organization): Buffer {
  const known = rows.get(organization)
  if (known) return known
  const bytes = Buffer.from(JSON.stringify(toRow(organization)))
  rows.set(organization, bytes)
  return bytes
}

function toDetailed(organization: Organization, { locations }: World) {
  return {
    ...toRow(organization),
    locations: locations.whose('organizationId', organization.id).map(toWireLocation),
    policies: organization.policies.map((policy) => ({ ...policy })),
    settings: { trayicon: { enabled: true }, splashtop: { enabled: false }, teamviewer: { enabled: false } },
  }
}

function noteUpdate({ world, nowMs, requester }: Scene, { id, name }: Organization, what: string, params = {}): void {
  note(world, nowMs, requester, {
    statusCode: 'CLIENT_UPDATED',
    sourceName: name,
    message: `${what} of organization "${name}" changed`,
    code: 'client_updated',
    params: { organizationId: id, ...params },
  })
}

export const organizations: Behaviours = {
  // `of` has no documented syntax; it is passed over (ninjaone-api §5).
  'organizations.list': ({ after, pageSize }, { world }) =>
    new RawJson(concatenateRows(world.organizations.list({ after, limit: pageSize }).map(rowBytes))),

  'organizations.listDetailed': ({ after, pageSize }, { world }) =>
    world.organizations.list({ after, limit: pageSize }).map((organization) => toDetailed(organization, world)),

  'organizations.get': ({ id }, scene) => toDetailed(findOrganization(id, scene), scene.world),

  'organizations.create': (input, scene) => toDetailed(createOrganization(input, scene), scene.world),

  'organizations.update': ({ id, name, description, userData }, scene) => {
    findOrganization(id, scene)
    // nodeApprovalMode is passed over once the organization exists (ninjaone-api §5, "update org").
    const changed = scene.world.organizations.update(id, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(userData && { userData }),
    })
    noteUpdate(scene, changed, 'Settings')
  },

  'organizations.setPolicies': ({ id, policies }, scene) => {
    const { world, refuse } = scene
    findOrganization(id, scene)
    const seen = new Set<number>()
    for (const { nodeRoleId, policyId } of policies) {
      checkPolicy(policyId, checkRole(nodeRoleId, scene).nodeClass, scene)
      if (seen.has(nodeRoleId)) throw refuse(400, 'duplicate_node_role', `Device role ${nodeRoleId} stands twice`)
      seen.add(nodeRoleId)
    }
    const organization = world.organizations.update(id, { policies })
    noteUpdate(scene, organization, 'Policies')
    return world.devices.whose('organizationId', id).flatMap((device) => {
      const rolePolicyId = policyOfRoleIn(world, organization, device.nodeRoleId)
      if (rolePolicyId === device.rolePolicyId) return []
      world.devices.update(device.id, { rolePolicyId })
      return [device.id]
    })
  },

  // It takes no filter (ninjaone-api §5); what is not approved stays hidden as in the other lists of devices.
  'organizations.listDevices': ({ id, after, pageSize }, scene) => {
    findOrganization(id, scene)
    const { world, nowMs } = scene
    const kept = deviceBytes(world)
    const found = world.devices
      .whose('organizationId', id)
      .filter((device) => device.approvalStatus === 'APPROVED' && device.id > (after ?? 0))
      .slice(0, pageSize)
    return listOf(found.map((device) => kept.row(device, nowMs)))
  },

  'organizations.listEndUsers': ({ id, includeRoles }, scene) => {
    findOrganization(id, scene)
    const { world } = scene
    return world.endUsers
      .whose('organizationId', id)
      .map(({ scimUser: _scimUser, authType: _authType, fullPortalAccess: _fullPortalAccess, ...user }) => ({
        ...user,
        userType: 'END_USER' as const,
        ...(includeRoles && { roles: ['End User'] }),
      }))
  },

  'organizations.generateInstaller': ({ organizationId, locationId, installerType, content }, scene) => {
    checkPlace(organizationId, locationId, scene)
    const nodeRoleId = content?.nodeRoleId
    if (typeof nodeRoleId === 'number') checkRole(nodeRoleId, scene)
    return { url: installerUrl(makeInstaller({ organizationId, locationId, type: installerType }, scene)) }
  },

  'organizations.getCustomFields': ({ id }, scene) => {
    findOrganization(id, scene)
    return readFields(scene.world, 'ORGANIZATION', scene.world.organizationFields, id)
  },

  'organizations.updateCustomFields': ({ id, fields }, scene) => {
    const organization = findOrganization(id, scene)
    writeFields('ORGANIZATION', scene.world.organizationFields, id, fields, scene)
    noteUpdate(scene, organization, 'Custom fields', { fields: Object.keys(fields).join(',') })
  },
}
