/** Who can sign in: the technicians of the world who are enabled. They are invented, and there are no passwords. */
import type { World } from '../../world/world.ts'

export interface Technician {
  readonly id: number
  readonly name: string
  readonly email: string
  /** The names of their roles. */
  readonly role: string
}

export interface People {
  readonly list: () => readonly Technician[]
  /** Whether this one can still sign in; asked at every request. */
  readonly has: (id: number) => boolean
}

/** The world is asked each time: people come, go and are disabled, and a reset brings another world. */
export const peopleOf = (world: () => World): People => ({
  list: () => {
    const { technicians, userRoles } = world()
    return technicians.list({ test: ({ enabled }) => enabled }).map(({ id, firstName, lastName, email, roleIds }) => ({
      id,
      name: `${firstName} ${lastName}`,
      email,
      role: roleIds.flatMap((roleId) => userRoles.get(roleId)?.name ?? []).join(', ') || 'No role',
    }))
  },
  has: (id) => world().technicians.get(id)?.enabled === true,
})

/** By id as a form sends it, or by e-mail in any case. */
export function findTechnician(technicians: readonly Technician[], words: string): Technician | undefined {
  const wanted = words.trim().toLowerCase()
  return technicians.find(({ id, email }) => String(id) === wanted || email.toLowerCase() === wanted)
}
