/** Technicians, end users, contacts, and the roles technicians have. Nobody here exists. */

import { hasAgent, isServer } from '../node-classes.ts'
import { hourMs, type Origin } from '../origin.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { listSource, sparseSource } from '../store/source.ts'
import { firstNames, lastNames } from '../words.ts'
import type { Device } from './devices.ts'

interface Person {
  readonly id: number
  readonly uid: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone?: string
}

interface Account extends Person {
  readonly enabled: boolean
  readonly mustChangePw?: boolean
  readonly mfaConfigured?: boolean
  readonly invitationStatus: 'REGISTERED' | 'PENDING' | 'EXPIRED'
  readonly scimUser?: boolean
  readonly authType?: string
}

export interface Technician extends Account {
  readonly administrator: boolean
  readonly notifyAllClients: boolean
  readonly permitAllClients: boolean
  readonly roleIds: readonly number[]
}

export interface EndUser extends Account {
  readonly organizationId: number
  readonly fullPortalAccess: boolean
  /** Beyond the role that every end user has. */
  readonly extraRoleIds?: readonly number[]
}

export interface Contact extends Person {
  readonly organizationId: number
  readonly jobTitle?: string
}

export interface UserRole {
  readonly id: number
  readonly name: string
  readonly type: 'TECHNICIAN' | 'END_USER'
  readonly description?: string
}

const technicianCount = 9
const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function drawPerson(origin: Origin, kind: string, id: number, domain: string): Person {
  const draw = origin.draw(kind, id)
  const firstName = draw.pick('first', firstNames)
  const lastName = draw.pick('last', lastNames)
  return {
    id,
    uid: draw.uuid(),
    firstName: capitalize(firstName),
    lastName: capitalize(lastName),
    // The number keeps two people of one name apart.
    email: `${firstName}.${lastName}${id}@${domain}`,
    // Numbers for fiction: they reach nobody.
    ...(draw.chance('phone', 0.7) && { phone: `+1 555 01${String(draw.whole('number', 0, 99)).padStart(2, '0')}` }),
  }
}

const domainOf = (origin: Origin, organizationId: number) =>
  `${(origin.skeleton.organizations[organizationId - 1]?.code ?? 'msp').toLowerCase()}.example`

export const technicianKind = (origin: Origin): Kind<Technician, 'uid'> => ({
  name: 'technician',
  source: listSource(() =>
    Array.from({ length: technicianCount }, (_, index) => {
      const id = index + 1
      const draw = origin.draw('technician', id)
      return {
        ...drawPerson(origin, 'technician', id, 'msp.example'),
        enabled: id === 5 || id === 1 || draw.chance('enabled', 0.9),
        mfaConfigured: draw.chance('mfa', 0.85),
        mustChangePw: false,
        invitationStatus: 'REGISTERED' as const,
        scimUser: false,
        authType: 'NATIVE',
        administrator: id === 1 || id === 5,
        notifyAllClients: draw.chance('notify', 0.3),
        permitAllClients: true,
        roleIds: [id === 1 || id === 5 ? 1 : draw.pick('role', [2, 3, 4])],
      }
    }),
  ),
  indexes: { uid: { keyOf: ({ uid }) => uid } },
})

export const userRoleKind = (_origin: Origin): Kind<UserRole> => ({
  name: 'user-role',
  source: listSource(() => [
    { id: 1, name: 'System Administrator', type: 'TECHNICIAN', description: 'May do everything' },
    { id: 2, name: 'Help Desk', type: 'TECHNICIAN', description: 'Devices, tickets and remote access' },
    { id: 3, name: 'Senior Technician', type: 'TECHNICIAN', description: 'Also policies and scripts' },
    { id: 4, name: 'Read Only', type: 'TECHNICIAN', description: 'Looks and does not touch' },
    { id: 11, name: 'End User', type: 'END_USER' },
  ]),
})

/** Users of all kinds share one sequence of ids: technicians come first, then organization 7 has 10070, 10071 … */
const peopleOf = (origin: Origin, kind: string, base: number, organizationId: number, most: number) =>
  Array.from(
    { length: origin.draw(`${kind}s`, organizationId).whole('count', 1, most) },
    (_, turn) => base + organizationId * 10 + turn,
  )

function peopleKind<Row extends Person & { readonly organizationId: number }>(
  origin: Origin,
  kind: string,
  base: number,
  most: number,
  draw: (id: number, organizationId: number) => Row,
): Kind<Row, 'organizationId' | 'uid'> {
  const idsOf = (organizationId: number) =>
    organizationId >= 1 && organizationId <= origin.size.orgs ? peopleOf(origin, kind, base, organizationId, most) : []
  const organizationOf = (id: number) => Math.floor((id - base) / 10)
  return {
    name: kind,
    source: sparseSource(
      () => Array.from({ length: origin.size.orgs }, (_, index) => idsOf(index + 1)).flat(),
      (id) => (idsOf(organizationOf(id)).includes(id) ? draw(id, organizationOf(id)) : undefined),
    ),
    indexes: {
      organizationId: { keyOf: ({ organizationId }) => organizationId, seedIds: (key) => idsOf(Number(key)) },
      uid: {
        keyOf: ({ uid }) => uid,
        seedIds: (key) => {
          const id = origin.idOfUuid(kind, String(key))
          return id !== undefined && idsOf(organizationOf(id)).includes(id) ? [id] : []
        },
      },
    },
  }
}

export const endUserKind = (origin: Origin) =>
  peopleKind<EndUser>(origin, 'end-user', 10_000, 6, (id, organizationId) => {
    const draw = origin.draw('end-user', id)
    return {
      ...drawPerson(origin, 'end-user', id, domainOf(origin, organizationId)),
      organizationId,
      enabled: draw.chance('enabled', 0.93),
      mustChangePw: draw.chance('must-change', 0.1),
      mfaConfigured: draw.chance('mfa', 0.3),
      invitationStatus: draw.pick('invitation', ['REGISTERED', 'REGISTERED', 'PENDING', 'EXPIRED']),
      scimUser: false,
      authType: 'NATIVE',
      fullPortalAccess: draw.chance('portal', 0.2),
    }
  })

export const contactKind = (origin: Origin) =>
  peopleKind<Contact>(origin, 'contact', 0, 4, (id, organizationId) => {
    const draw = origin.draw('contact', id)
    return {
      ...drawPerson(origin, 'contact', id, domainOf(origin, organizationId)),
      organizationId,
      ...(draw.chance('titled', 0.6) && {
        jobTitle: draw.pick('title', ['Office manager', 'Owner', 'Head of IT', 'Bookkeeper', 'Reception']),
      }),
    }
  })

/** Who logged on to a device last; the id is the device's. */
export interface LoggedOnUser {
  readonly id: number
  readonly userName: string
  readonly logonMs: number
}

export const loggedOnUserKind = (origin: Origin, deviceOf: (id: number) => Device | undefined): Kind<LoggedOnUser> => {
  const { skeleton, size } = origin
  const hasUser = (index: number) => {
    const nodeClass = skeleton.classOf(index)
    return hasAgent(nodeClass) && !isServer(nodeClass)
  }
  return {
    name: 'logged-on-user',
    source: sparseSource(
      () => {
        const ids: number[] = []
        for (let index = 0; index < size.devices; index++) if (hasUser(index)) ids.push(firstDeviceId + index)
        return Uint32Array.from(ids)
      },
      (id) => {
        const device = deviceOf(id)
        if (device?.lastLoggedInUser === undefined) return undefined
        const lastSeenMs = device.offline ? device.sinceMs : origin.startMs
        const agoMs = Math.round(origin.draw('logon', id).fraction('ago') * 9 * hourMs)
        return { id, userName: device.lastLoggedInUser, logonMs: lastSeenMs - agoMs }
      },
    ),
  }
}
