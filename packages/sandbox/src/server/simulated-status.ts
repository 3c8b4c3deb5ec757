/**
 * An organization named `SIM-429` answers with that status whatever is asked about it: a value that works in any client,
 * without a word to the control API. What a call is about, its input says: in the path, the body, or the device filter.
 */
import { findInRegistry, type Operation, resources } from '@kunai/api/operation'
import type { z } from 'zod'
import { termsOf } from '../world/device-filter.ts'
import type { World } from '../world/world.ts'
import { type Incidents, Refusal } from './answer.ts'

/** Refuses when one of the organizations that a call is about is named so. */
export type StatusCheck = (input: Readonly<Record<string, unknown>>, world: World) => void

/** Made once per operation: for most of them there is nothing to look at. */
export function createStatusCheck({ id, input: { shape } }: Operation, incidents: Incidents): StatusCheck {
  const telling = Object.entries(shape as Readonly<Record<string, z.ZodType>>).filter(([, schema]) => canName(schema))
  return (input, world) => {
    // The way out: who gives it another name by the API is let through.
    if (id === 'organizations.update' && typeof input.name === 'string') return
    if (telling.length === 0 && typeof input.df !== 'string') return
    const named = new Named()
    for (const [field, schema] of telling) named.collect(schema, input[field])
    if (typeof input.df === 'string') named.collectFilter(input.df)
    for (const organizationId of named.organizationsIn(world)) {
      const status = world.simulatedStatusOf(organizationId)
      if (status === undefined) continue
      const answer = incidents.failure(status, 'FAILURE', `HTTP ${status}`)
      // How long the vendor asks to wait is not on record (assumed).
      throw new Refusal(status === 429 || status === 503 ? { ...answer, headers: { 'Retry-After': '1' } } : answer)
    }
  }
}

/** Whether anything in such a value can stand for an organization, a device or an alert. */
function canName(schema: z.ZodType): boolean {
  const resource = findInRegistry(resources, schema)?.resource
  if (resource === 'organization' || resource === 'device' || resource === 'alert') return true
  const { innerType, element, shape } = schema.def as Inner
  return [innerType, element, ...Object.values(shape ?? {})].some((inner) => inner !== undefined && canName(inner))
}

interface Inner {
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

class Named {
  readonly #organizations = new Set<number>()
  readonly #devices = new Set<number>()
  readonly #alerts = new Set<string>()

  /** Walks schema and value together, because only the schema says what a number stands for. */
  collect(schema: z.ZodType, value: unknown): void {
    if (value === undefined || value === null) return
    if (typeof value !== 'object') {
      this.#add(findInRegistry(resources, schema)?.resource, value)
      return
    }
    const { innerType, element, shape } = schema.def as Inner
    if (Array.isArray(value)) {
      if (element) for (const one of value) this.collect(element, one)
      else if (innerType) this.collect(innerType, value)
    } else if (innerType) this.collect(innerType, value)
    else if (shape) {
      for (const [field, own] of Object.entries(shape)) this.collect(own, (value as Record<string, unknown>)[field])
    }
  }

  /** Terms that take something away are not about it. */
  collectFilter(text: string): void {
    for (const term of termsOf(text)) {
      if ((term.key !== 'organization' && term.key !== 'id') || term.operator !== 'in') continue
      for (const id of term.values) (term.key === 'id' ? this.#devices : this.#organizations).add(id)
    }
  }

  organizationsIn({ devices, alerts }: World): ReadonlySet<number> {
    for (const uid of this.#alerts) for (const { deviceId } of alerts.whose('uid', uid)) this.#devices.add(deviceId)
    for (const id of this.#devices) {
      const device = devices.get(id)
      if (device) this.#organizations.add(device.organizationId)
    }
    return this.#organizations
  }

  #add(resource: string | undefined, value: unknown): void {
    if (resource === 'organization') this.#organizations.add(Number(value))
    else if (resource === 'device') this.#devices.add(Number(value))
    else if (resource === 'alert') this.#alerts.add(String(value).toLowerCase())
  }
}
