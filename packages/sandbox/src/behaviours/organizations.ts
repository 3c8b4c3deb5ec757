import type { SeedOrganization } from '../world/organizations.ts'
import { type Behaviours, RawJson } from './behaviour.ts'
import { concatenateRows, pageAfter } from './paging.ts'

const rows = new WeakMap<SeedOrganization, Buffer>()

function toRow({ id, name, description, nodeApprovalMode }: SeedOrganization) {
  return { id, name, ...(description && { description }), nodeApprovalMode }
}

function rowBytes(organization: SeedOrganization): Buffer {
  const known = rows.get(organization)
  if (known) return known
  const bytes = Buffer.from(JSON.stringify(toRow(organization)))
  rows.set(organization, bytes)
  return bytes
}

export const organizations: Behaviours = {
  // `of` has no documented syntax; it is passed over (ninjaone-api §5).
  'organizations.list': (input, { world }) => {
    const page = pageAfter(
      world.seed.organizations,
      ({ id }) => id,
      input,
      () => true,
    )
    return new RawJson(concatenateRows(page.map(rowBytes)))
  },

  'organizations.get': ({ id }, { world, refuse }) => {
    const organization = world.seed.organizations[id - 1]
    if (!organization) throw refuse(404, 'organization_not_found', `Organization ${id} not found`)
    return {
      ...toRow(organization),
      locations: organization.locations.map((location) => ({ ...location })),
      policies: organization.policies.map((policy) => ({ ...policy })),
      settings: { trayicon: { enabled: true }, splashtop: { enabled: false }, teamviewer: { enabled: false } },
    }
  },
}
