import type { Organization } from '../world/kinds/organizations.ts'
import { type Behaviours, RawJson } from './behaviour.ts'
import { concatenateRows } from './paging.ts'

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

export const organizations: Behaviours = {
  // `of` has no documented syntax; it is passed over (ninjaone-api §5).
  'organizations.list': ({ after, pageSize }, { world }) =>
    new RawJson(concatenateRows(world.organizations.list({ after, limit: pageSize }).map(rowBytes))),

  'organizations.get': ({ id }, { world, refuse }) => {
    const organization = world.organizations.get(id)
    if (!organization) throw refuse(404, 'organization_not_found', `Organization ${id} not found`)
    return {
      ...toRow(organization),
      locations: world.locations
        .whose('organizationId', id)
        .map(({ organizationId: _organizationId, userData, ...location }) => ({
          ...location,
          ...(userData && { userData: { ...userData } }),
        })),
      policies: organization.policies.map((policy) => ({ ...policy })),
      settings: { trayicon: { enabled: true }, splashtop: { enabled: false }, teamviewer: { enabled: false } },
    }
  },
}
