/** A new organization, from what the call says, then from its template, then from what every tenant begins with. */
import type { operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import { note } from '../world/commands/story.ts'
import type { Organization } from '../world/kinds/organizations.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'
import { checkPolicy, checkRole } from './references.ts'

type Wanted = z.output<(typeof operations)['organizations.create']['input']>
type Mappings = Organization['policies']

export function createOrganization(wanted: Wanted, scene: Scene): Organization {
  const { world, nowMs, requester, refuse } = scene
  const { name, description, userData, templateOrganizationId } = wanted
  const template = templateOrganizationId === undefined ? undefined : world.organizations.get(templateOrganizationId)
  if (templateOrganizationId !== undefined && !template) {
    throw refuse(400, 'template_organization_not_found', `Organization ${templateOrganizationId} does not exist`)
  }
  const policies = readPolicies(wanted.policies ?? [], template?.policies ?? defaultPolicies(world), scene)
  const organization = world.organizations.insert({
    name,
    ...(description !== undefined && { description }),
    ...(userData && { userData }),
    nodeApprovalMode: wanted.nodeApprovalMode ?? template?.nodeApprovalMode ?? 'AUTOMATIC',
    policies,
    code: codeOf(name),
    publicIP: '203.0.113.254',
    timeZone: template?.timeZone ?? 'Etc/UTC',
  })
  // An organization without a location could hold no device; that the vendor begins with this one is grade U.
  for (const location of wanted.locations?.length ? wanted.locations : [{ name: 'Main Office' }]) {
    const given = Object.entries(location).filter(([, value]) => value !== undefined)
    world.locations.insert({ ...(Object.fromEntries(given) as { name: string }), organizationId: organization.id })
  }
  note(world, nowMs, requester, {
    statusCode: 'CLIENT_CREATED',
    sourceName: name,
    message: `Organization "${name}" created`,
    code: 'client_created',
    params: { organizationId: organization.id },
  })
  return organization
}

/** What is said of a role wins over what the template says of it. */
function readPolicies(wanted: Mappings, inherited: Mappings, scene: Scene): Mappings {
  for (const { nodeRoleId, policyId } of wanted) checkPolicy(policyId, checkRole(nodeRoleId, scene).nodeClass, scene)
  const said = new Set(wanted.map(({ nodeRoleId }) => nodeRoleId))
  const all = [...inherited.filter(({ nodeRoleId }) => !said.has(nodeRoleId)), ...wanted]
  return all.sort((one, other) => one.nodeRoleId - other.nodeRoleId)
}

function defaultPolicies({ roles, policies }: World): Mappings {
  const defaults = new Map(policies.list({ test: (one) => one.nodeClassDefault }).map((one) => [one.nodeClass, one.id]))
  return roles.list({ test: ({ custom }) => !custom }).flatMap(({ id, nodeClass }) => {
    const policyId = defaults.get(nodeClass)
    return policyId === undefined ? [] : [{ nodeRoleId: id, policyId }]
  })
}

const codeOf = (name: string) =>
  name
    .toUpperCase()
    .replace(/[^A-Z\d]/g, '')
    .slice(0, 6) || 'ORG'
