/** Organizations and their locations: drawn from the seed, never changed by this issue's operations. */
import { type NodeClass, policyOfRole, roleOfClass } from './profile.ts'
import { Draw } from './random.ts'
import { businessNames, places, streets, trades } from './words.ts'

export interface SeedLocation {
  readonly id: number
  readonly name: string
  readonly address: string
}

export interface SeedOrganization {
  readonly id: number
  readonly name: string
  /** Starts the host names of its devices. */
  readonly code: string
  readonly description?: string
  readonly nodeApprovalMode: 'AUTOMATIC' | 'MANUAL'
  readonly locations: readonly SeedLocation[]
  readonly policies: readonly { nodeRoleId: number; policyId: number }[]
  readonly publicIP: string
  /** Relative share of the fleet. */
  readonly weight: number
}

const policies = (Object.keys(roleOfClass) as NodeClass[]).map((nodeClass) => {
  const { id } = roleOfClass[nodeClass]
  return { nodeRoleId: id, policyId: policyOfRole(id) }
})

/** Organization number `id`, counted from 1. Names do not repeat until every combination is used. */
export function drawOrganization(seed: number, id: number, skew: number): SeedOrganization {
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
  return {
    id,
    name: era === 0 ? `${word} ${trade}` : `${word} ${trade} ${era + 1}`,
    code: round === 0 ? code : `${code}${round + 1}`,
    ...(description && { description }),
    nodeApprovalMode: draw.chance('approval', 0.7) ? 'AUTOMATIC' : 'MANUAL',
    locations: drawLocations(draw, id),
    policies,
    // Addresses for documentation (RFC 5737): they belong to nobody.
    publicIP: `203.0.113.${1 + (turn % 254)}`,
    weight: 1 + draw.fraction('size') ** 3 * (skew - 1) * 2,
  }
}

function drawLocations(draw: Draw, organizationId: number): SeedLocation[] {
  const count = draw.weighted('locations', [
    [1, 5],
    [2, 3],
    [3, 2],
    [4, 1],
  ])
  return Array.from({ length: count }, (_, index) => ({
    id: organizationId * 10 + index + 1,
    name: places[index] ?? places[0],
    address: `${draw.whole(`number-${index}`, 1, 240)} ${draw.pick(`street-${index}`, streets)}`,
  }))
}
