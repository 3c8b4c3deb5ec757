/** Locations. Some have no device: the office moved and nobody told NinjaOne. */

import type { Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { sparseSource } from '../store/source.ts'
import { places, streets } from '../words.ts'
import { hasOrphanLocation } from './organizations.ts'

export interface Location {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly address?: string
  readonly description?: string
  readonly userData?: Readonly<Record<string, unknown>>
}

/** Locations of organization 7 are 71, 72 …; the one without devices ends in 9. */
export const locationIdOf = (organizationId: number, site: number) => organizationId * 10 + site
const orphanSite = 9

function idsOf({ skeleton, profile }: Origin, organizationId: number): number[] {
  const sites = skeleton.organizations[organizationId - 1]?.siteCount ?? 0
  const ids = Array.from({ length: sites }, (_, site) => locationIdOf(organizationId, site + 1))
  return hasOrphanLocation(organizationId, profile) ? [...ids, locationIdOf(organizationId, orphanSite)] : ids
}

export const locationKind = (origin: Origin): Kind<Location, 'organizationId'> => ({
  name: 'location',
  source: sparseSource(
    () => origin.skeleton.organizations.flatMap(({ id }) => idsOf(origin, id)),
    (id) => {
      const organizationId = Math.floor(id / 10)
      if (!idsOf(origin, organizationId).includes(id)) return undefined
      const draw = origin.draw('location', id)
      const site = id % 10
      return {
        id,
        organizationId,
        name: site === orphanSite ? 'Old office' : (places[site - 1] ?? places[0]),
        address: `${draw.whole('number', 1, 240)} ${draw.pick('street', streets)}`,
        ...(site === orphanSite && { description: 'Moved out, contract ended' }),
      }
    },
  ),
  indexes: {
    organizationId: {
      keyOf: ({ organizationId }) => organizationId,
      seedIds: (key) => (typeof key === 'number' ? idsOf(origin, key) : []),
    },
  },
})
