/** What a call points at: identifiers in its input, looked up in NinjaOne before anyone is asked. */
import { type Operation, type Resource, resources } from '@kunai/api/operation'
import type { z } from 'zod'
import { GatewayError, type Target } from '../call/index.ts'

export interface Reference {
  readonly resource: Resource
  readonly id: number | string
}

/** Walks the input, lists and things written out in it included; which values are identifiers, the schemas say. */
export function referencesIn(operation: Operation, input: Readonly<Record<string, unknown>>): Reference[] {
  const found = [...referencesOf(operation.input, input)]
  // A hundred checklists for one organization point at it once.
  return [...new Map(found.map((one) => [`${one.resource} ${one.id}`, one])).values()]
}

interface Inner {
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

function* referencesOf(schema: z.ZodType, value: unknown): Generator<Reference> {
  if (value === undefined || value === null) return
  const { innerType, element, shape } = schema.def as Inner
  const kind = resources.get(schema)
  if (innerType) yield* referencesOf(innerType, value)
  else if (element && Array.isArray(value)) for (const one of value) yield* referencesOf(element, one)
  else if (shape && typeof value === 'object') {
    for (const [field, one] of Object.entries(value)) if (shape[field]) yield* referencesOf(shape[field], one)
  } else if (kind) yield { resource: kind.resource, id: value as number | string }
}

/** Reads through the corridor itself; `undefined` when NinjaOne says there is no such thing. */
export type Read = (operation: string, input: Record<string, unknown>) => Promise<unknown>

interface DeviceFacts {
  id: number
  organizationId: number
  displayName?: string
  systemName?: string
  dnsName?: string
  nodeClass?: string
  approvalStatus?: string
  offline?: boolean
}

/**
 * Names and owners of everything a call points at.
 * @throws GatewayError `target_not_found` naming what is missing.
 */
export async function resolveTargets(references: readonly Reference[], read: Read): Promise<Target[]> {
  const organizations = new Map<number, Promise<{ id: number; name: string }>>()
  const organization = (id: number) => {
    const known = organizations.get(id)
    if (known) return known
    const found = read('organizations.get', { id }).then((answer) => {
      if (answer === undefined) throw missing('organization', id, 'organizations.list')
      return { id, name: (answer as { name: string }).name }
    })
    organizations.set(id, found)
    return found
  }
  const device = async (id: number) => {
    const facts = (await read('devices.get', { id })) as DeviceFacts | undefined
    if (facts === undefined) throw missing('device', id, 'devices.search')
    return facts
  }
  const resolvers: Record<Resource, (id: number | string) => Promise<Target>> = {
    organization: async (id) => ({ resource: 'organization', ...(await organization(Number(id))) }),
    device: async (id) => {
      const facts = await device(Number(id))
      return {
        resource: 'device',
        id: facts.id,
        name: facts.displayName ?? facts.systemName ?? facts.dnsName ?? `device ${facts.id}`,
        organization: await organization(facts.organizationId),
        ...(facts.nodeClass !== undefined && { nodeClass: facts.nodeClass }),
        ...(facts.approvalStatus !== undefined &&
          facts.approvalStatus !== 'APPROVED' && { approvalStatus: facts.approvalStatus }),
        ...(facts.offline !== undefined && { offline: facts.offline }),
      }
    },
    // Neither a script nor an alert can be read alone (ninjaone-api §9.8): they are found in their lists.
    script: async (id) => {
      const scripts = (await read('scripts.list', {})) as { id: number; name: string; updatedOn?: string }[]
      const script = scripts.find((one) => one.id === id)
      if (script === undefined) throw missing('script', id, 'scripts.list')
      const { name, updatedOn } = script
      return { resource: 'script', id, name, ...(updatedOn !== undefined && { updatedOn }) }
    },
    alert: async (id) => {
      const alerts = (await read('alerts.list', {})) as {
        uid: string
        deviceId: number
        conditionName?: string
        message?: string
      }[]
      const alert = alerts.find((one) => one.uid === id)
      if (alert === undefined) throw missing('active alert', id, 'alerts.list')
      const owner = await device(alert.deviceId)
      return {
        resource: 'alert',
        id,
        name: alert.conditionName ?? alert.message ?? String(id),
        organization: await organization(owner.organizationId),
      }
    },
  }
  return Promise.all(references.map(({ resource, id }) => resolvers[resource](id)))
}

function missing(thing: string, id: number | string, finder: string): GatewayError {
  return new GatewayError('target_not_found', `There is no ${thing} ${id}. Find the right one with ${finder}.`)
}
