/** Technicians, end users, contacts and the roles they have. */
import type { Contact, EndUser, Technician, UserRole } from '../world/kinds/people.ts'
import type { World } from '../world/world.ts'
import { type Behaviours, NoBody, type Scene } from './behaviour.ts'
import { shownValues, writeFields } from './custom-field-values.ts'

const rolesOf = ({ userRoles }: World, roleIds: readonly number[]) =>
  roleIds.flatMap((id) => userRoles.get(id)?.name ?? [])

/** Every end user has this role; it is no entry of theirs. */
const endUserRoleId = 11
const roleIdsOf = (user: Technician | EndUser) =>
  'roleIds' in user ? user.roleIds : [endUserRoleId, ...(user.extraRoleIds ?? [])]

const devicesOwnedBy = ({ devices }: World, uid: string) =>
  devices.list({ test: ({ assignedOwnerUid }) => assignedOwnerUid === uid }).map(({ id }) => id)

function toWireTechnician(world: World, { roleIds, permitAllClients: _permit, ...technician }: Technician) {
  return {
    ...technician,
    userType: 'TECHNICIAN',
    assignedDeviceIds: devicesOwnedBy(world, technician.uid),
    roles: rolesOf(world, roleIds),
  }
}

function toWireEndUser(world: World, user: EndUser) {
  const { extraRoleIds: _extra, ...rest } = user
  const owned = devicesOwnedBy(world, user.uid)
  return { ...rest, assignedDeviceIds: owned, accessibleDeviceIds: owned, roles: rolesOf(world, roleIdsOf(user)) }
}

function findTechnician(id: number, { world, refuse }: Scene): Technician {
  const technician = world.technicians.get(id)
  if (!technician) throw refuse(404, 'technician_not_found', `Technician ${id} not found`)
  return technician
}

function findEndUser(id: number, { world, refuse }: Scene): EndUser {
  const user = world.endUsers.get(id)
  if (!user) throw refuse(404, 'end_user_not_found', `End user ${id} not found`)
  return user
}

function findContact(id: number, { world, refuse }: Scene): Contact {
  const contact = world.contacts.get(id)
  if (!contact) throw refuse(404, 'contact_not_found', `Contact ${id} not found`)
  return contact
}

function checkOrganization(id: number | undefined, { world, refuse }: Scene): void {
  if (id !== undefined && !world.organizations.has(id)) {
    throw refuse(400, 'organization_not_found', `organizationId: organization ${id} not found`)
  }
}

/** People sign in with their address, so two accounts cannot share one. */
function checkEmail(email: string, { world, refuse }: Scene): void {
  const taken = [world.technicians, world.endUsers].some((people) =>
    people.list().some((person) => person.email.toLowerCase() === email.toLowerCase()),
  )
  if (taken) throw refuse(400, 'email_already_in_use', 'email: somebody has this address already')
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

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`
const freshUid = ({ world }: Scene) => world.drawOfCommand(world.nextCommand()).uuid()
/** Somebody who was just made has yet to answer an invitation. */
const newAccount = {
  enabled: true,
  mustChangePw: false,
  mfaConfigured: false,
  invitationStatus: 'PENDING',
  scimUser: false,
  authType: 'NATIVE',
} as const

export const technicians: Behaviours = {
  'technicians.list': (_input, { world }) => world.technicians.list().map((one) => toWireTechnician(world, one)),
  'technicians.get': ({ id }, scene) => toWireTechnician(scene.world, findTechnician(id, scene)),

  'technicians.create': (input, scene) => {
    checkEmail(input.email, scene)
    const { firstName, lastName, email, phone } = input
    const technician = scene.world.technicians.insert({
      uid: freshUid(scene),
      firstName,
      lastName,
      email,
      ...(phone !== undefined && { phone }),
      ...newAccount,
      administrator: false,
      notifyAllClients: false,
      permitAllClients: false,
      roleIds: [],
    })
    tell(scene, 'APP_USER_CREATED', 'Technician Created', nameOf(technician))
    return toWireTechnician(scene.world, technician)
  },

  'technicians.update': ({ id, ...changes }, scene) => {
    const before = findTechnician(id, scene)
    const technician = scene.world.technicians.update(id, { ...before, ...given(changes) })
    tell(scene, 'APP_USER_UPDATED', 'Technician Updated', nameOf(technician))
    // The spec names 200, and no content.
    return new NoBody(200)
  },

  'technicians.delete': ({ id }, scene) => {
    const technician = findTechnician(id, scene)
    if (id === scene.requester.userId) throw scene.refuse(400, 'cannot_delete_self', 'Nobody deletes their own account')
    scene.world.technicians.delete(id)
    tell(scene, 'APP_USER_DELETED', 'Technician Deleted', nameOf(technician))
  },
}

export const endUsers: Behaviours = {
  'endUsers.list': (_input, { world }) => world.endUsers.list().map((one) => toWireEndUser(world, one)),
  'endUsers.get': ({ id }, scene) => toWireEndUser(scene.world, findEndUser(id, scene)),

  'endUsers.create': ({ sendInvitation: _send, fullPortalAccess = false, phone, ...input }, scene) => {
    checkOrganization(input.organizationId, scene)
    checkEmail(input.email, scene)
    const user = scene.world.endUsers.insert({
      ...input,
      uid: freshUid(scene),
      ...(phone !== undefined && { phone }),
      ...newAccount,
      fullPortalAccess,
    })
    tell(scene, 'END_USER_CREATED_API', 'End User Created', nameOf(user))
    return toWireEndUser(scene.world, user)
  },

  'endUsers.update': ({ id, ...changes }, scene) => {
    const before = findEndUser(id, scene)
    checkOrganization(changes.organizationId, scene)
    const user = scene.world.endUsers.update(id, { ...before, ...given(changes) })
    tell(scene, 'END_USER_UPDATED_API', 'End User Updated', nameOf(user))
    return toWireEndUser(scene.world, user)
  },

  'endUsers.delete': ({ id }, scene) => {
    const user = findEndUser(id, scene)
    scene.world.endUsers.delete(id)
    tell(scene, 'END_USER_DELETED_API', 'End User Deleted', nameOf(user))
  },

  'endUsers.getCustomFields': ({ id }, scene) => {
    findEndUser(id, scene)
    return shownValues(scene.world, 'END_USER', scene.world.endUserFields.get(id))
  },

  'endUsers.updateCustomFields': ({ id, fields }, scene) => {
    findEndUser(id, scene)
    writeFields('END_USER', scene.world.endUserFields, id, fields, scene)
  },
}

/** Only what the caller has said; a field that is absent stays as it was. */
function given<Changes extends object>(changes: Changes) {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [Field in keyof Changes]?: Exclude<Changes[Field], undefined>
  }
}

export const contacts: Behaviours = {
  'contacts.list': (_input, { world }) => world.contacts.list().map((contact) => ({ ...contact })),
  'contacts.get': ({ id }, scene) => ({ ...findContact(id, scene) }),

  'contacts.create': (input, scene) => {
    checkOrganization(input.organizationId, scene)
    const contact = scene.world.contacts.insert({ ...input, uid: freshUid(scene) } as Omit<Contact, 'id'>)
    tell(scene, 'CONTACT_CREATED_API', 'Contact Created', nameOf(contact))
    return { ...contact }
  },

  'contacts.update': ({ id, ...changes }, scene) => {
    const before = findContact(id, scene)
    checkOrganization(changes.organizationId, scene)
    const contact = scene.world.contacts.update(id, { ...before, ...given(changes) })
    tell(scene, 'CONTACT_UPDATED_API', 'Contact Updated', nameOf(contact))
    return { ...contact }
  },

  'contacts.delete': ({ id }, scene) => {
    const contact = findContact(id, scene)
    scene.world.contacts.delete(id)
    tell(scene, 'CONTACT_DELETED_API', 'Contact Deleted', nameOf(contact))
  },
}

export const users: Behaviours = {
  'users.list': ({ userType, includeRoles }, { world }) => {
    const withRoles = <User extends { roles: string[] }>({ roles, ...user }: User) => ({
      ...user,
      ...(includeRoles && { roles }),
    })
    const technicianRows = world.technicians.list().map((technician) => {
      const { scimUser: _scim, authType: _auth, ...row } = toWireTechnician(world, technician)
      return { ...withRoles(row), permitAllClients: technician.permitAllClients }
    })
    const endUserRows = world.endUsers.list().map((user) => {
      const {
        scimUser: _scim,
        authType: _auth,
        fullPortalAccess: _portal,
        accessibleDeviceIds,
        ...row
      } = toWireEndUser(world, user)
      return { ...withRoles(row), userType: 'END_USER', deviceIds: accessibleDeviceIds }
    })
    return [...(userType === 'END_USER' ? [] : technicianRows), ...(userType === 'TECHNICIAN' ? [] : endUserRows)]
  },
}

function toWireRole(world: World, role: UserRole) {
  const people = role.type === 'TECHNICIAN' ? world.technicians.list() : world.endUsers.list()
  return {
    ...role,
    members: people
      .filter((person) => roleIdsOf(person).includes(role.id))
      .map((person) => ({ id: person.id, email: person.email, name: nameOf(person) })),
  }
}

/** All or nothing: one member who cannot have the role refuses the whole change. */
function changeMembers(scene: Scene, roleId: number, members: readonly number[], has: boolean) {
  const { world, refuse } = scene
  const role = world.userRoles.get(roleId)
  if (!role) throw refuse(404, 'role_not_found', `Role ${roleId} not found`)
  for (const id of members) {
    if (world.technicians.has(id) || world.endUsers.has(id)) continue
    throw refuse(404, 'user_not_found', `User ${id} not found`)
  }
  const isTechnicians = role.type === 'TECHNICIAN'
  for (const id of members) {
    const people = isTechnicians ? world.technicians : world.endUsers
    if (!people.has(id)) throw refuse(400, 'invalid_user_type', `User ${id} cannot have a role for ${role.type}`)
  }
  if (roleId === endUserRoleId && !has) throw refuse(400, 'role_not_removable', 'Every end user has this role')
  for (const id of members) {
    const change = (ids: readonly number[]) => [...ids.filter((one) => one !== roleId), ...(has ? [roleId] : [])]
    if (isTechnicians) world.technicians.update(id, { roleIds: change(world.technicians.expect(id).roleIds) })
    else if (roleId !== endUserRoleId) {
      world.endUsers.update(id, { extraRoleIds: change(world.endUsers.expect(id).extraRoleIds ?? []) })
    }
  }
  tell(scene, `${role.type}_ROLE_ASSIGNMENT_CHANGED`, 'Role Assignment Changed', role.name)
  return toWireRole(world, role)
}

export const userRoles: Behaviours = {
  'userRoles.list': ({ roleType }, { world }) =>
    world.userRoles
      .list({ test: ({ type }) => roleType === undefined || type === roleType })
      .map((role) => toWireRole(world, role)),
  'userRoles.addMembers': ({ roleId, members }, scene) => changeMembers(scene, roleId, members, true),
  'userRoles.removeMembers': ({ roleId, members }, scene) => changeMembers(scene, roleId, members, false),
}
