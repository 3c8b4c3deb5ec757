/**
 * Lists as a model reads them: every one takes `fields`, `limit` and `cursor`, however NinjaOne pages it, and says
 * whether it is whole. Translates arguments and answers; asks for nothing by itself.
 */
import { type Operation, pagingFields } from '@kunai/api/operation'
import type { z } from 'zod'
import { rowFilters } from './row-filters.ts'

/** What a caller may say of any list. */
export interface ListOptions {
  readonly fields: readonly string[] | undefined
  readonly limit: number | undefined
  /** How many rows of the answer were shown before, for lists that come whole. */
  readonly skip: number
}

/** What an answer says of itself. */
export interface ListPage {
  readonly shown: number
  /** How many there are in all, where that is known. */
  readonly total?: number
  /** False when there are rows that are not here. */
  readonly complete: boolean
  /** To go on with; absent at the end. */
  readonly cursor?: string
  /** Rows that NinjaOne sent although they were not asked for; they are left out. */
  readonly dropped?: number
}

export interface ListCall {
  readonly input: Readonly<Record<string, unknown>>
  readonly options: ListOptions
}

const limitMax = 1000
/** Rows, when nothing is said of it: more would drive everything else out of a model's memory. */
const pageSizeUsual = 200
const wholeFields = ['limit', 'cursor', 'fields'] as const

/** In full schemas; the short ones leave them to the server's instructions, which say it once. */
const listFields = {
  fields: { type: 'string', description: 'Separated by commas' },
  limit: { type: 'integer', description: `Rows, at most ${limitMax}` },
  cursor: { type: 'string', description: 'From the answer before' },
} as const

/** Of the lists that take a device filter: the term of it that is asked for most, as a field. */
const organizationField = { organization: { type: ['integer', 'string'], description: 'Id or name' } } as const

/** The fields that an operation takes as a list, beside its own. */
export function listFieldsOf(operation: Operation): Readonly<Record<string, object>> {
  if (!isListOperation(operation)) return {}
  return { ...listFields, ...(takesOrganization(operation) && organizationField) }
}

function takesOrganization({ input: { shape } }: Operation): boolean {
  return 'df' in shape && !('organization' in shape)
}

/** As a term of the filter; a name stands in quotes, and the corridor looks it up. Undefined for what is neither. */
function organizationTerm(organization: unknown): string | undefined {
  if (Number.isSafeInteger(organization)) return `org = ${organization}`
  if (typeof organization !== 'string' || organization.trim() === '') return undefined
  const quote = [`"`, `'`].find((one) => !organization.includes(one))
  return quote && `org = ${quote}${organization}${quote}`
}

interface Inner {
  readonly type?: string
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly innerType?: z.ZodType
}

/** The field of an answer in which its rows stand; '' when the answer is the list; undefined when it is none. */
function rowsField(operation: Operation): string | undefined {
  if (operation.risk !== 'read') return undefined
  const { element, shape, innerType } = operation.output.def as Inner
  if (element) return ''
  if (innerType && (innerType.def as Inner).element) return ''
  // A thing that has one list among its fields is no list of things.
  const [, action = ''] = operation.id.split('.')
  if (operation.paging === 'none' && !/^(?:list|search)/.test(action)) return undefined
  const lists = Object.entries(shape ?? {}).filter(([, schema]) => isList(schema))
  return lists.length === 1 ? lists[0]?.[0] : undefined
}

function isList(schema: z.ZodType): boolean {
  const { element, innerType } = schema.def as Inner
  return element !== undefined || (innerType !== undefined && isList(innerType))
}

/** True for what takes the three; where an operation has a field of such a name, it keeps its own. */
export function isListOperation(operation: Operation): boolean {
  return rowsField(operation) !== undefined
}

/** Names of the operation's own fields that the three stand for; schemas show the three instead. */
export function pagingNames(operation: Operation): readonly string[] {
  if (!isListOperation(operation)) return []
  return ['pageSize', ...(operation.paging === 'none' ? [] : [pagingFields[operation.paging]])].filter(
    (name) => name in operation.input.shape && !(wholeFields as readonly string[]).includes(name),
  )
}

/** A call whose arguments are sent as they are. */
export function exactListCall(input: Readonly<Record<string, unknown>>): ListCall {
  return { input, options: { fields: undefined, limit: undefined, skip: 0 } }
}

/** Arguments taken apart, or what is wrong with them. */
export function readListCall(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): ListCall | { readonly message: string } {
  const { fields, limit, cursor, ...rest } = given
  const own = operation.input.shape
  const input: Record<string, unknown> = { ...rest }
  if (takesOrganization(operation) && given.organization !== undefined) {
    const term = organizationTerm(given.organization)
    if (term === undefined) return { message: 'organization: give its id, or its exact name.' }
    delete input.organization
    input.df = given.df === undefined ? term : `${term} AND ${given.df}`
  }
  // An operation that has a field of such a name (a report's `fields`, a search's `limit`) is given it.
  if ('fields' in own && fields !== undefined) input.fields = Array.isArray(fields) ? fields.join(',') : fields
  const names = 'fields' in own ? undefined : readFields(fields)
  if (names === null) return { message: 'fields: give names of fields, separated by commas.' }
  if (limit !== undefined && !(Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= limitMax)) {
    return { message: `limit: give a whole number from 1 to ${limitMax}.` }
  }
  const count = limit as number | undefined
  if ('limit' in own && count !== undefined) input.limit = count
  else if ('pageSize' in own && count !== undefined && input.pageSize === undefined) {
    input.pageSize = Math.max(count, pageSizeMin(own.pageSize as z.ZodType))
  }
  // With a page size of ours the last page can be told from the others.
  else if ('pageSize' in own && input.pageSize === undefined) input.pageSize = pageSizeUsual
  const place = readCursor(operation, cursor)
  if (place === undefined) {
    return { message: 'cursor: give the cursor of the answer before as it is, or leave it out to begin.' }
  }
  return { input: { ...input, ...place.input }, options: { fields: names, limit: count, skip: place.skip } }
}

function readFields(fields: unknown): readonly string[] | undefined | null {
  if (fields === undefined) return undefined
  const names = typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : fields
  const isGood = (name: unknown) => typeof name === 'string' && /^[\w.-]{1,64}$/.test(name)
  return Array.isArray(names) && names.length > 0 && names.every(isGood) ? names : null
}

/** Some pages of NinjaOne have a least size; rows beyond the limit are then cut here. */
function pageSizeMin(schema: z.ZodType): number {
  for (let size = 1; size <= 10; size++) if (schema.safeParse(size).success) return size
  return 10
}

/** A cursor is the paging field and its value, or how many rows have been shown of a list that comes whole. */
function readCursor(
  operation: Operation,
  cursor: unknown,
): { readonly input: Record<string, unknown>; readonly skip: number } | undefined {
  if (cursor === undefined) return { input: {}, skip: 0 }
  if (typeof cursor !== 'string' && typeof cursor !== 'number') return undefined
  const text = String(cursor)
  const rows = /^rows=(\d{1,9})$/.exec(text)?.[1]
  if (rows !== undefined) return { input: {}, skip: Number(rows) }
  if (operation.paging === 'none') return undefined
  const field = pagingFields[operation.paging]
  const value = readPlace(text.startsWith(`${field}=`) ? text.slice(field.length + 1) : text)
  if (value === '' || value.length > 500) return undefined
  const isNumber = operation.input.shape[field]?.safeParse(value).success === false
  return { input: { [field]: isNumber && /^\d+$/.test(value) ? Number(value) : value }, skip: 0 }
}

/** NinjaOne's own text comes back with the next call: where it is not plain, it is shown to a model in plain letters. */
function writePlace(value: unknown): string {
  const text = String(value)
  return /^[!-$&-~][ -~]*$/.test(text) ? text : `%${Buffer.from(text.toWellFormed()).toString('base64url')}`
}

function readPlace(text: string): string {
  return text.startsWith('%') ? Buffer.from(text.slice(1), 'base64url').toString() : text
}

export interface ListAnswer {
  readonly data: unknown
  readonly rows: readonly unknown[]
  readonly page: ListPage
}

/** The answer cut to what was asked for, with what it says of itself; undefined when it is no list after all. */
export function readListAnswer(operation: Operation, call: ListCall, data: unknown): ListAnswer | undefined {
  const field = rowsField(operation)
  const all = field === undefined ? undefined : field === '' ? data : (data as Record<string, unknown> | null)?.[field]
  if (!Array.isArray(all)) return undefined
  const { limit, fields, skip } = call.options
  const filters = rowFilters(operation, call.input)
  const wanted = all.filter((row) => filters.every((isAskedFor) => isAskedFor(row as Row)))
  const dropped = all.length - wanted.length
  const rest = wanted.slice(skip)
  // Reports continue by a name that stands for a whole page: cutting one would lose rows.
  const canCut = operation.paging !== 'cursor' && operation.paging !== 'cursorName' && operation.paging !== 'board'
  const shown = canCut && limit !== undefined ? rest.slice(0, limit) : rest
  const isCut = shown.length < rest.length
  const cursor = cursorAfter(operation, call, data, all, shown, isCut, skip)
  // A search that gave as many as it was asked for may have more of them.
  const isFull = 'limit' in operation.input.shape && limit !== undefined && all.length >= limit
  const isWhole = operation.paging === 'none' && !isFull
  const rows = fields === undefined ? shown : shown.map((row) => pick(row, fields))
  const isAll = cursor === undefined && skip === 0 && !isFull && !continues(operation, call.input)
  const page: ListPage = {
    shown: rows.length,
    ...((isWhole || isAll) && { total: wanted.length }),
    complete: isAll,
    ...(cursor !== undefined && { cursor }),
    ...(dropped > 0 && { dropped }),
  }
  return { data: field ? { ...(data as object), [field]: rows } : rows, rows, page }
}

/** True when this is a later page: then it is not the whole list, also at its end. */
function continues({ paging }: Operation, input: ListCall['input']): boolean {
  return paging !== 'none' && input[pagingFields[paging]] !== undefined
}

type Row = Readonly<Record<string, unknown>>

function pick(row: unknown, fields: readonly string[]): unknown {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name)))
}

function cursorAfter(
  operation: Operation,
  call: ListCall,
  data: unknown,
  all: readonly unknown[],
  shown: readonly unknown[],
  isCut: boolean,
  skip: number,
): string | undefined {
  const { paging } = operation
  if (paging === 'none') return isCut ? `rows=${skip + shown.length}` : undefined
  const field = pagingFields[paging]
  const on = (value: unknown) => (value === undefined || value === '' ? undefined : `${field}=${writePlace(value)}`)
  const pageSize = call.input.pageSize
  // A page shorter than was asked for is the last one.
  const mayGoOn = isCut || (all.length > 0 && !(typeof pageSize === 'number' && all.length < pageSize))
  if (!mayGoOn) return undefined
  const ids = (isCut ? shown : all).map(
    (row) => (row as Row | null)?.[paging === 'anchorNaturalId' ? 'naturalId' : 'id'],
  )
  const numbers = ids.filter((id) => typeof id === 'number')
  switch (paging) {
    case 'after':
      return numbers.length === 0 ? undefined : on(Math.max(...numbers))
    case 'activities':
      return numbers.length === 0 ? undefined : on(Math.min(...numbers))
    case 'anchor':
    case 'anchorNaturalId':
      return on(ids.at(-1))
    case 'cursor': {
      const { cursor } = data as { cursor?: { name?: string; offset?: number; count?: number } }
      return on(cursor?.name)
    }
    case 'board':
      return on((data as { metadata?: { lastCursorId?: number } }).metadata?.lastCursorId)
    case 'cursorName':
      return on((data as { cursorName?: string }).cursorName)
    default: {
      const impossible: never = paging
      throw new TypeError(`unknown paging ${impossible}`)
    }
  }
}
