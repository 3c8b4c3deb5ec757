/** Device roles: those of the system stand for classes of devices, custom ones hang below them. */
import type { NodeRole } from '../world/kinds/policies.ts'
import { type NodeClass, nodeClasses } from '../world/node-classes.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { checkDistinct, find, findAll, given, note, toSeconds } from './entities.ts'

/** No device has it: it is the top of all managed classes (grade U). */
const notAssignable = 'MANAGED_DEVICE'

const toWireRole = ({ createdMs, ...role }: NodeRole) => ({ ...role, created: toSeconds(createdMs) })

function refuseName(name: string, { refuse }: Scene) {
  return refuse(400, 'node_role_name_already_exists', `There is a device role ${name} already`)
}

function checkName(name: string, scene: Scene, own?: number): void {
  const other = scene.world.roles.find((role) => role.name.toLowerCase() === name.toLowerCase())
  if (other && other.id !== own) throw refuseName(name, scene)
}

function checkIcon(icon: string | undefined, nodeClass: string, { refuse }: Scene): void {
  if (icon !== undefined && nodeClass !== 'UNMANAGED_DEVICE') {
    throw refuse(400, 'invalid_icon', 'Only roles of unmanaged devices have an icon')
  }
}

function checkCustom(role: NodeRole, { refuse }: Scene): void {
  if (!role.custom) throw refuse(400, 'invalid_node_role', `${role.name} is a role of the system`)
}

interface NewRole {
  readonly name: string
  readonly nodeClass: string
  readonly nodeRoleParentId?: number | undefined
  readonly nodeRoleParentName?: string | undefined
  readonly description?: string | undefined
  readonly chassisType?: NodeRole['chassisType'] | undefined
  readonly icon?: string | undefined
}

const isNodeClass = (word: string): word is NodeClass => (nodeClasses as readonly string[]).includes(word)

/** Parents before their children, however the caller wrote them; refuses what leads to no parent. */
function sortByParent(roles: readonly NewRole[], { refuse }: Scene): NewRole[] {
  const sorted: NewRole[] = []
  let rest = roles
  while (rest.length > 0) {
    const ready = rest.filter(
      ({ nodeRoleParentName: parent }) => parent === undefined || sorted.some(({ name }) => name === parent),
    )
    const [first] = rest
    if (ready.length === 0) {
      throw refuse(400, 'invalid_node_role', `This call creates no role ${first?.nodeRoleParentName}`)
    }
    sorted.push(...ready)
    rest = rest.filter((role) => !ready.includes(role))
  }
  return sorted
}

function checkNew(roles: readonly NewRole[], scene: Scene): void {
  const { world, refuse } = scene
  for (const [index, role] of roles.entries()) {
    checkName(role.name, scene)
    if (!isNodeClass(role.nodeClass)) throw refuse(400, 'invalid_node_class', `There is no class ${role.nodeClass}`)
    if (roles.findIndex(({ name }) => name.toLowerCase() === role.name.toLowerCase()) !== index) {
      throw refuseName(role.name, scene)
    }
    checkIcon(role.icon, role.nodeClass, scene)
    const { nodeRoleParentId: parentId, nodeRoleParentName: parentName } = role
    const parent = parentId === undefined ? roles.find(({ name }) => name === parentName) : world.roles.get(parentId)
    if (parentId !== undefined && !parent) throw refuse(400, 'invalid_node_role', `There is no device role ${parentId}`)
    if (parent && parent.nodeClass !== role.nodeClass) {
      throw refuse(400, 'invalid_node_class', `${role.name} must have the class of its parent, ${parent.nodeClass}`)
    }
  }
}

function insert({ nodeRoleParentName, chassisType, icon, ...role }: NewRole, scene: Scene): void {
  const { world, nowMs } = scene
  const parentId = role.nodeRoleParentId ?? world.roles.find(({ name }) => name === nodeRoleParentName)?.id
  const { id, name } = world.roles.insert({
    name: role.name,
    nodeClass: role.nodeClass as NodeClass,
    ...(role.description !== undefined && { description: role.description }),
    custom: true,
    chassisType: chassisType ?? 'UNKNOWN',
    createdMs: nowMs,
    ...(parentId !== undefined && { nodeRoleParentId: parentId }),
    ...(icon !== undefined && { icon }),
  })
  note(scene, { activityType: 'SYSTEM', statusCode: 'NODE_ROLE_CREATED', subject: name, id })
}

export const nodeRoles: Behaviours = {
  'nodeRoles.list': ({ isAssignable }, { world }) =>
    world.roles.list({ test: ({ nodeClass }) => !isAssignable || nodeClass !== notAssignable }).map(toWireRole),

  /** Answers with the request: the vendor's answer has no id, so whoever needs one lists (spec, CreateNodeRoleRequest). */
  'nodeRoles.createMany': ({ roles }, scene) => {
    checkNew(roles, scene)
    for (const role of sortByParent(roles, scene)) insert(role, scene)
    return roles
  },

  'nodeRoles.updateMany': ({ roles }, scene) => {
    const { world } = scene
    const found = findAll(
      world.roles,
      roles.map(({ id }) => id),
      'node role',
      scene,
    )
    for (const role of found) checkCustom(role, scene)
    const names = roles.map(({ name }) => name?.toLowerCase())
    checkDistinct(names, 'node_role_name_already_exists', scene)
    for (const { id, name, icon } of roles) {
      if (name !== undefined) checkName(name, scene, id)
      checkIcon(icon, find(world.roles, id, 'node role', scene).nodeClass, scene)
    }
    for (const { id, ...change } of roles) {
      const { name } = world.roles.update(id, given(change))
      note(scene, { activityType: 'SYSTEM', statusCode: 'NODE_ROLE_UPDATED', subject: name, id })
    }
    return roles
  },

  'nodeRoles.deleteMany': ({ ids }, scene) => {
    const { world, refuse } = scene
    const found = findAll(world.roles, ids, 'node role', scene)
    for (const role of found) {
      checkCustom(role, scene)
      const child = world.roles.find((other) => other.nodeRoleParentId === role.id && !ids.includes(other.id))
      const isOfRole = ({ nodeRoleId }: { nodeRoleId: number }) => nodeRoleId === role.id
      const user = child ?? world.devices.find(isOfRole) ?? world.unmanagedDevices.find(isOfRole)
      if (user) throw refuse(400, 'node_role_in_use', `${role.name} still has devices or roles`)
    }
    for (const { id, name } of found) {
      world.roles.delete(id)
      note(scene, { activityType: 'SYSTEM', statusCode: 'NODE_ROLE_DELETED', subject: name, id })
    }
  },
}
