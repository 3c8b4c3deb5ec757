/** Organizations. Names are combined from invented words; no two share one. */

import { nodeClasses, policyOfRole, roleOfClass } from '../node-classes.ts'
import type { Origin } from '../origin.ts'
import type { Profile } from '../profile.ts'
import { Draw } from '../random.ts'
import type { Kind } from '../store/kind.ts'
import { rangeSource } from '../store/source.ts'
import { businessNames, trades } from '../words.ts'
import { zones } from '../zones.ts'

export interface Organization {
  readonly id: number
  readonly name: string
  readonly description?: string
  readonly nodeApprovalMode: 'AUTOMATIC' | 'MANUAL' | 'REJECT'
  readonly userData?: Readonly<Record<string, unknown>>
  readonly policies: readonly { readonly nodeRoleId: number; readonly policyId: number }[]
  /** Starts the host names of its devices; the vendor shows it nowhere. */
  readonly code: string
  readonly publicIP: string
  /** Where its people work, e.g. `Europe/Berlin`. */
  readonly timeZone: string
}

export interface SeedOrganization extends Organization {
  /** Relative share of the fleet. */
  readonly weight: number
  /** How many locations devices stand in. */
  readonly siteCount: number
}

const everyRole = nodeClasses.map((nodeClass) => {
  const { id } = roleOfClass[nodeClass]
  return { nodeRoleId: id, policyId: policyOfRole(id) }
})

/** Which of the untidy ones an organization is; the first organization is always in order. */
export const hasNoPolicy = (id: number, profile: Profile) => id % profile.untidyOrganizationEvery === 0
export const hasOrphanLocation = (id: number, profile: Profile) =>
  id % profile.untidyOrganizationEvery === 2 % profile.untidyOrganizationEvery

/** The one whose devices raise alert after alert. */
export const noisyOrganizationId = (orgs: number) => Math.min(2, orgs)

/** Organization number `id`, counted from 1. Names do not repeat until every combination is used. */
export function drawOrganization(seed: number, id: number, profile: Profile): SeedOrganization {
  const draw = new Draw(seed, 'organization', id)
  const turn = id - 1
  const start = new Draw(seed, 'organization-names', 0).whole('start', 0, businessNames.length - 1)
  const [word, code] = businessNames[(start + turn) % businessNames.length] ?? businessNames[0]
  const round = Math.floor(turn / businessNames.length)
  const shift = new Draw(seed, `trade-of-${word}`, 0).whole('shift', 0, trades.length - 1)
  const trade = trades[(shift + round) % trades.length] ?? trades[0]
  const era = Math.floor(round / trades.length)
  const description = draw.chance('described', 0.4)
    ? draw.pick('description', [
        'Two sites',
        'Backup reviewed quarterly',
        'Call before rebooting servers',
        'Co-managed IT',
      ])
    : undefined
  const share = profile.firstOrganizationShare
  return {
    id,
    name: era === 0 ? `${word} ${trade}` : `${word} ${trade} ${era + 1}`,
    ...(description && { description }),
    nodeApprovalMode: draw.chance('approval', 0.7) ? 'AUTOMATIC' : 'MANUAL',
    policies: hasNoPolicy(id, profile) ? [] : everyRole,
    code: round === 0 ? code : `${code}${round + 1}`,
    // Addresses for documentation (RFC 5737): they belong to nobody.
    publicIP: `203.0.113.${1 + (turn % 254)}`,
    timeZone: draw.pick('zone', zones).name,
    weight:
      share !== undefined && id === 1
        ? (share / (1 - share)) * (profile.organizations - 1) * 1.5
        : 1 + draw.fraction('size') ** 3 * (profile.organizationSkew - 1) * 2,
    siteCount: draw.weighted('locations', [
      [1, 5],
      [2, 3],
      [3, 2],
      [4, 1],
    ]),
  }
}

export const organizationKind = ({ skeleton, size }: Origin): Kind<Organization> => ({
  name: 'organization',
  source: rangeSource(1, size.orgs, (id) => {
    const organization = skeleton.organizations[id - 1]
    if (!organization) throw new Error(`no organization ${id}`)
    const { weight: _weight, siteCount: _siteCount, ...rest } = organization
    return rest
  }),
  kept: 10_000,
})
