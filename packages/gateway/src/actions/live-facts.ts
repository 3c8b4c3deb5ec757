/** Facts about a call's devices, read for the page that is being looked at. A fact that cannot be read is null, and said so. */
import type { Proposal } from '../call/index.ts'
import type { Parts } from './action.ts'

interface DeviceFacts {
  id: number
  organizationId: number
  displayName?: string
  systemName?: string
  nodeClass?: string
  offline?: boolean
  lastContact?: string
  lastLoggedInUser?: string
  os?: { name?: string; lastBootTime?: string }
  maintenance?: { status?: string }
}

interface ActivityFacts {
  activityTime: string
  activityType: string
  status?: string
  message?: string
}

/** How many of a device's newest activities are shown. */
const actionsMax = 3
/** NinjaOne gives no smaller page of activities. */
const activitiesPage = 10
/**
 * More devices than a person can weigh one by one are counted, not listed. Each costs NinjaOne three requests, and whoever
 * looks at a large batch would use up what its rows are about to need.
 */
const devicesMax = 5

export async function readLiveFacts(parts: Parts, proposal: Proposal) {
  const read = parts.corridor.readFor(proposal.actor, proposal.connection)
  const fetchedAt = new Date(parts.clock.now()).toISOString()
  const organizations = new Map<number, Promise<unknown>>()
  const readOrganization = (id: number) => {
    const known = organizations.get(id) ?? read('organizations.get', { id })
    organizations.set(id, known)
    return known as Promise<{ name: string } | undefined>
  }
  const devices = proposal.targets.filter(({ resource }) => resource === 'device').slice(0, devicesMax)
  try {
    return {
      fetchedAt,
      devices: await Promise.all(
        devices.map(async (target) => {
          const facts = (await read('devices.get', { id: target.id })) as DeviceFacts | undefined
          if (facts === undefined) throw new Error(`device ${target.id} is no longer there`)
          const organization = await readOrganization(facts.organizationId)
          const { activities } = ((await read('devices.listActivities', { id: target.id, pageSize: activitiesPage })) ??
            {}) as {
            activities?: ActivityFacts[]
          }
          const alerts = (await read('devices.listAlerts', { id: target.id })) as unknown[] | undefined
          return {
            id: facts.id,
            name: facts.displayName ?? facts.systemName ?? target.name,
            organization: organization ? { id: facts.organizationId, name: organization.name } : null,
            nodeClass: facts.nodeClass ?? null,
            offline: facts.offline ?? null,
            lastContact: facts.lastContact ?? null,
            lastBootTime: facts.os?.lastBootTime ?? null,
            lastLoggedInUser: facts.lastLoggedInUser ?? null,
            osName: facts.os?.name ?? null,
            inMaintenance: facts.maintenance?.status === 'IN_MAINTENANCE',
            activeAlerts: alerts?.length ?? null,
            lastActions:
              activities?.slice(0, actionsMax).map((one) => ({
                at: one.activityTime,
                text: one.message ?? one.status ?? one.activityType,
              })) ?? null,
          }
        }),
      ),
    }
  } catch {
    return {
      fetchedAt,
      error: 'NinjaOne did not answer; these facts are as they were when the call was asked.',
      devices: [],
    }
  }
}
