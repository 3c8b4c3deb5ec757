/**
 * Rows held against what was asked for. NinjaOne is known to pass over filters without a word (ninjaone-api §7). Left out
 * is only what certainly contradicts: a row that does not show what a filter is about stays. A row of an organization that
 * nobody asked for never gets here; the client refuses such an answer whole.
 */
import { type DeviceFilterTerm, isDay, parseDeviceFilter, startOf } from '@kunai/api/device-filter'
import type { Operation } from '@kunai/api/operation'

type Row = Readonly<Record<string, unknown>>
type RowFilter = (row: Row) => boolean
type Input = Readonly<Record<string, unknown>>

/** One filter for each argument, and each term of `df`, that rows can be held against. */
export function rowFilters(operation: Operation, input: Input): RowFilter[] {
  const named = Object.entries(input).flatMap(([name, value]) => filterOf(operation, name, value) ?? [])
  const parsed = typeof input.df === 'string' ? parseDeviceFilter(input.df) : undefined
  return parsed?.ok ? [...named, ...parsed.terms.flatMap((term) => termFilter(operation, term) ?? [])] : named
}

/** Arguments that name a word of a row: where it stands. */
const wordFields: Readonly<Record<string, readonly string[]>> = {
  activityType: ['activityType'],
  impact: ['impact'],
  jobType: ['jobType'],
  productIdentifier: ['productIdentifier'],
  productState: ['productState'],
  seriesUid: ['seriesUid'],
  severity: ['severity'],
  sourceConfigUid: ['sourceConfigUid'],
  sourceType: ['sourceType'],
  state: ['state'],
  status: ['statusCode', 'status'],
  type: ['activityType', 'type'],
  userType: ['userType'],
}

/** Whether NinjaOne looks for the whole name or a part of it is not documented: both pass. */
const nameFields: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'displayName'],
  productName: ['productName'],
}

const dateFields: Readonly<Record<string, { readonly field: string; readonly side: 'before' | 'after' }>> = {
  recordedBefore: { field: 'activityTime', side: 'before' },
  recordedAfter: { field: 'activityTime', side: 'after' },
  installedBefore: { field: 'installedAt', side: 'before' },
  installedAfter: { field: 'installedAt', side: 'after' },
}

function filterOf(operation: Operation, name: string, value: unknown): RowFilter | undefined {
  if (name === 'newerThan' || name === 'olderThan') {
    const bound = Number(value)
    return ({ id }) => typeof id !== 'number' || (name === 'newerThan' ? id > bound : id < bound)
  }
  if (typeof value !== 'string') return undefined
  if (Object.hasOwn(wordFields, name)) return wordFilter(wordFields[name] as readonly string[], value)
  // Elsewhere a `name` may be anything; of services both names are shown.
  if (Object.hasOwn(nameFields, name) && (name !== 'name' || /WindowsServices$/.test(operation.id))) {
    const part = value.toLowerCase()
    const fields = nameFields[name] as readonly string[]
    return (row) => {
      const names = fields.map((field) => row[field]).filter((one) => typeof one === 'string')
      return names.length === 0 || names.some((one) => one.toLowerCase().includes(part))
    }
  }
  if (!Object.hasOwn(dateFields, name)) return undefined
  const { field, side } = dateFields[name] as (typeof dateFields)[string]
  return dateFilter(field, side, value)
}

/** `COMPLETED`, or `in (STARTED, COMPLETED)`; any other form is one that we do not read. */
function wordFilter(fields: readonly string[], value: string): RowFilter | undefined {
  const list = /^in\s*\(([^()]*)\)$/i.exec(value.trim())?.[1]
  if (list === undefined && !/^[\w .:-]+$/.test(value)) return undefined
  const words = (list?.split(',') ?? [value]).map((word) => word.trim().toLowerCase())
  return (row) => {
    const own = fields.map((field) => row[field]).find((one) => typeof one === 'string')
    return own === undefined || words.includes(own.toLowerCase())
  }
}

/** NinjaOne does not say in which zone a day begins, nor whether a bound is in: what is a day and 14 hours off, is off. */
const toleranceMs = (24 + 14) * 3_600_000

function dateFilter(field: string, side: 'before' | 'after', date: string): RowFilter | undefined {
  const bound = isDay(date) ? startOf(date) : Date.parse(date)
  if (Number.isNaN(bound)) return undefined
  return (row) => {
    const own = Date.parse(String(row[field]))
    if (Number.isNaN(own)) return true
    return side === 'before' ? own <= bound + toleranceMs : own >= bound - toleranceMs
  }
}

/** Words that stand for many classes. */
const classesOfMany: readonly string[] = ['MANAGED_DEVICE', 'UNMANAGED_DEVICE']

function termFilter({ id: operation }: Operation, term: DeviceFilterTerm): RowFilter | undefined {
  const isAmong = (field: string, values: readonly unknown[], operator: 'in' | 'notIn'): RowFilter => {
    return ({ [field]: own }) => own === undefined || values.includes(own) === (operator === 'in')
  }
  switch (term.key) {
    case 'class':
      if (term.values.some((one) => classesOfMany.includes(one))) return undefined
      return isAmong('nodeClass', term.values, term.operator)
    case 'location':
      return isAmong('locationId', term.values, term.operator)
    case 'role':
      return isAmong('nodeRoleId', term.values, term.operator)
    case 'id':
      return isAmong(/^devices\.list(Detailed)?$/.test(operation) ? 'id' : 'deviceId', term.values, term.operator)
    case 'status':
      return isAmong('approvalStatus', [term.value], term.operator === 'is' ? 'in' : 'notIn')
    case 'online':
    case 'offline':
      return ({ offline }) => typeof offline !== 'boolean' || offline === (term.key === 'offline')
    case 'created':
      return term.operator === 'is' ? undefined : dateFilter('created', term.operator, term.value)
    // Of organizations see above; a saved search is NinjaOne's.
    case 'organization':
    case 'group':
      return undefined
    default: {
      const impossible: never = term
      throw new TypeError(`unknown term ${JSON.stringify(impossible)}`)
    }
  }
}
