/**
 * Facts about targets for many rows: one list instead of a thousand questions, believed for a minute. Rows are judged
 * by it when planned and again when sent, so a server that moved to another client meanwhile is noticed.
 */
import type { Clock } from '@kunai/api/clock'
import type { Read } from '../corridor/index.ts'

/** Milliseconds. Activities are asked for more often: a receipt must be younger than its command. */
const lasts = 60_000
const activitiesLast = 10_000
const pageSize = 1000
/** Below this, asking for each is cheaper than asking for all. */
const bulkFromRows = 6

interface Kept<Value> {
  readonly until: number
  readonly value: Promise<Value>
}

type ById = ReadonlyMap<number, { readonly id: number }>
type Facts = Readonly<Record<string, unknown>>

/** What is kept of a device; a fleet of a hundred thousand must fit into memory. */
function deviceFacts(row: Facts) {
  const { id, organizationId, displayName, systemName, dnsName, nodeClass, approvalStatus, offline } = row
  return { id: id as number, organizationId, displayName, systemName, dnsName, nodeClass, approvalStatus, offline }
}

export function createFacts(read: Read, clock: Clock, rowCount: number): Read {
  const kept = new Map<string, Kept<unknown>>()

  function keep<Value>(name: string, lastMs: number, make: () => Promise<Value>): Promise<Value> {
    const known = kept.get(name)
    if (known !== undefined && clock.now() < known.until) return known.value as Promise<Value>
    const value = make()
    kept.set(name, { until: clock.now() + lastMs, value })
    // What could not be read is asked for again by the next row.
    value.catch(() => kept.delete(name))
    return value
  }

  async function listAll(operation: string, pick: (row: Facts) => { id: number }): Promise<ById> {
    const all = new Map<number, { id: number }>()
    for (let after: number | undefined; ; ) {
      const page = (await read(operation, { pageSize, ...(after !== undefined && { after }) })) as Record<
        string,
        unknown
      >[]
      for (const row of page) all.set(row.id as number, pick(row))
      if (page.length < pageSize) return all
      after = page.at(-1)?.id as number
    }
  }

  const lists: Readonly<Record<string, readonly [list: string, pick: (row: Facts) => { id: number }]>> = {
    'devices.get': ['devices.list', deviceFacts],
    'organizations.get': ['organizations.list', ({ id, name }) => ({ id: id as number, name })],
  }

  return async (operation, input) => {
    const bulk = lists[operation]
    if (bulk !== undefined) {
      const [list, pick] = bulk
      const id = input.id as number
      const known = rowCount < bulkFromRows ? undefined : (await keep(list, lasts, () => listAll(list, pick))).get(id)
      // New since the list was read, or not there at all: NinjaOne says which.
      return known ?? keep(`${operation} ${id}`, lasts, () => read(operation, input))
    }
    if (operation === 'scripts.list' || operation === 'alerts.list') {
      return keep(operation, lasts, () => read(operation, input))
    }
    if (operation === 'activities.list') return keep(operation, activitiesLast, () => read(operation, input))
    return read(operation, input)
  }
}
