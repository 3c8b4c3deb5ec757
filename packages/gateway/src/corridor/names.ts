/**
 * Names where identifiers are wanted: a name that only one thing has becomes its id, and anything else is answered with
 * candidates. Nothing is ever guessed, because the next step may restart what was guessed.
 *
 * Names are kept for a while, for each caller apart: what one may read is no other's to learn. Before anything is
 * changed the thing is read again, and must still be called so.
 */
import type { Clock } from '@kunai/api/clock'
import type { IdKey } from '@kunai/api/device-filter'
import { findInRegistry, listedIn, type Operation, type Resource, resources } from '@kunai/api/operation'
import type { z } from 'zod'
import { GatewayError, type Proposal } from '../call/index.ts'
import { namesInFilter, type QuotedName, withIds } from './filter-names.ts'
import { type Named, NameIndex } from './name-index.ts'
import type { Read } from './references.ts'

/** How many candidates a message names at most; more would not help anybody to choose. */
const candidatesMax = 8
const pageSize = 1000
/** Milliseconds that names are believed; a name that is not found is looked for again after the shorter time. */
const believedFor = { found: 120_000, missing: 5_000 }
const indexesMax = 64

/** What a name can stand for: a resource, or something that a list of NinjaOne's names. */
interface Kind {
  /** In messages. */
  readonly word: string
  /** The operation that lists all of them. */
  readonly list: string
  /** Field of a row that is its identifier; text where the operation wants text. */
  readonly id: string
  readonly asText?: boolean
}

const filterKinds: Readonly<Record<IdKey, Kind>> = {
  organization: { word: 'organization', list: 'organizations.list', id: 'id' },
  location: { word: 'location', list: 'locations.list', id: 'id' },
  role: { word: 'device role', list: 'roles.list', id: 'id' },
  id: { word: 'device', list: 'devices.list', id: 'id' },
}

const resourceKinds: Partial<Record<Resource, Kind>> = {
  device: filterKinds.id,
  organization: filterKinds.organization,
  // Alerts have no names: their uid is text already.
  script: { word: 'script', list: 'scripts.list', id: 'id' },
}

/** Undefined for what is no identifier, or has no name. */
function kindOf(schema: z.ZodType | undefined): Kind | undefined {
  if (schema === undefined) return undefined
  const resource = findInRegistry(resources, schema)?.resource
  if (resource !== undefined) return resourceKinds[resource]
  return findInRegistry(listedIn, schema)
}

/** True for fields that may be given as a name; tools say so in their schemas. */
export function takesName(schema: z.ZodType | undefined): boolean {
  return kindOf(schema) !== undefined
}

export interface Names {
  /** `input` with names replaced by identifiers; whatever is not a name is left as it is for the parser. */
  resolve(operation: Operation, input: unknown, read: Read, scope: NameScope): Promise<unknown>
  /** To be told of everything that was sent and may have changed a name. */
  forget(sent: Pick<Proposal, 'connection' | 'operation' | 'risk'>): void
}

export interface NameScope {
  readonly connection: string
  readonly actorId: string
}

interface Wanted {
  readonly kind: Kind
  readonly field: string
  readonly name: string
  /** Of the organization that the call names, if it names one: its things alone are meant. */
  readonly organizationId: number | undefined
}

interface Kept {
  readonly at: number
  readonly index: Promise<NameIndex>
}

export function createNames(clock: Clock): Names {
  /** In the order of their last use. */
  const kept = new Map<string, Kept>()
  const keyOf = (scope: NameScope, kind: Kind) => [scope.connection, kind.list, scope.actorId].join('\0')

  function indexOf(kind: Kind, read: Read, scope: NameScope, ageMax: number): Promise<NameIndex> {
    const key = keyOf(scope, kind)
    const known = kept.get(key)
    kept.delete(key)
    if (known !== undefined && clock.now() - known.at < ageMax) {
      kept.set(key, known)
      return known.index
    }
    const index = listNames(kind, read).then((all) => new NameIndex(all))
    // A failed list is no list: the next one asks again.
    index.catch(() => kept.get(key)?.index === index && kept.delete(key))
    kept.set(key, { at: clock.now(), index })
    const [oldest] = kept.keys()
    if (kept.size > indexesMax && oldest !== undefined) kept.delete(oldest)
    return index
  }

  async function idOf({ kind, field, name, organizationId }: Wanted, read: Read, scope: NameScope, isRead: boolean) {
    const find = async (ageMax: number) => (await indexOf(kind, read, scope, ageMax)).find(name, organizationId)
    let found = await find(believedFor.found)
    if (found.kind === 'none') found = await find(believedFor.missing)
    else if (!isRead && !(found.kind === 'one' && (await isStillCalled(kind, found.one, name, read))))
      found = await find(0)
    if (found.kind === 'one') return kind.asText ? String(found.one.id) : found.one.id
    const describe = (all: readonly Named[]) => describeAll(kind, all, read)
    if (found.kind === 'several') {
      const { candidates, why } = found
      const words =
        why === 'same'
          ? `${candidates.length} things are called so`
          : `names of ${candidates.length} things look the same, written with other letters`
      throw new GatewayError('ambiguous_name', `${field}: ${words}: ${await describe(candidates)}. Give the id.`)
    }
    const { similar, lookAlikes } = found
    const hints = [
      ...(similar.length > 0 ? [` Similar: ${await describe(similar)}.`] : []),
      ...(lookAlikes.length > 0 ? [` Looks alike, and is another name: ${await describe(lookAlikes)}.`] : []),
    ]
    throw new GatewayError(
      'target_not_found',
      `${field}: no ${kind.word} has exactly that name.${hints.join('')} Give the id or the whole name.`,
    )
  }

  /** What can be named in a device filter, quoted: an organization first, because its locations are meant then. */
  async function filterWithIds(df: string, quoted: readonly QuotedName[], read: Read, scope: NameScope) {
    const ids = new Map<QuotedName, number | string>()
    const owners = quoted.filter(({ key }) => key === 'organization')
    for (const one of [...owners, ...quoted.filter((other) => !owners.includes(other))]) {
      const [owner] = owners
      const organizationId = owner && owners.length === 1 && one !== owner ? Number(ids.get(owner)) : undefined
      const wanted = { kind: filterKinds[one.key], field: 'df', name: one.name, organizationId }
      ids.set(one, isName(one.name) ? await idOf(wanted, read, scope, true) : one.name)
    }
    return withIds(df, quoted, (one) => ids.get(one) as number | string)
  }

  return {
    async resolve(operation, input, read, scope) {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
      const isRead = operation.risk === 'read'
      const resolved: Record<string, unknown> = {}
      let organizationId: number | undefined
      const fields = Object.entries(input).flatMap(([field, value]) => {
        const kind = kindOf(operation.input.shape[field] as z.ZodType | undefined)
        return kind === undefined ? [] : [{ field, kind, value }]
      })
      // Organizations first: "Main office" is a location of most of them.
      const isOrganization = ({ kind }: { kind: Kind }) => kind === resourceKinds.organization
      for (const { field, kind, value } of [...fields].sort(
        (a, b) => Number(isOrganization(b)) - Number(isOrganization(a)),
      )) {
        const one = async (name: unknown) =>
          isName(name) ? await idOf({ kind, field, name, organizationId }, read, scope, isRead) : name
        const id = Array.isArray(value) ? await Promise.all(value.map(one)) : await one(value)
        if (isOrganization({ kind }) && typeof id === 'number') organizationId = id
        if (isName(value) || (Array.isArray(value) && value.some(isName))) resolved[field] = id
      }
      const { df } = input as { df?: unknown }
      const quoted = 'df' in operation.input.shape && typeof df === 'string' ? namesInFilter(df) : []
      if (quoted.length > 0) resolved.df = await filterWithIds(String(df), quoted, read, scope)
      return Object.keys(resolved).length === 0 ? input : { ...input, ...resolved }
    },
    forget({ connection, operation, risk }) {
      if (risk === 'read' || risk === 'disruptive') return
      const [folder = ''] = operation.split('.')
      for (const key of kept.keys()) {
        const [ofConnection, list = ''] = key.split('\0')
        // An organization brings its locations along.
        const touched = list.startsWith(`${folder}.`) || (folder === 'organizations' && list.startsWith('locations.'))
        if (ofConnection === connection && touched) kept.delete(key)
      }
    },
  }
}

/** Digits are an id, and so is a uid. */
function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    !/^\d+$/.test(value) &&
    !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)
  )
}

interface Row extends Readonly<Record<string, unknown>> {
  readonly organizationId?: number
  readonly nodeClass?: string
  readonly offline?: boolean
}

const nameFields = ['displayName', 'name', 'systemName', 'dnsName', 'netbiosName', 'email'] as const

function namedOf(kind: Kind, row: Row): Named {
  const { organizationId, nodeClass, offline } = row
  const person = [row.firstName ?? row.firstname, row.lastName ?? row.lastname].filter(isText).join(' ')
  return {
    id: row[kind.id] as number | string,
    names: [...nameFields.map((field) => row[field]), person].filter(isText),
    ...(organizationId !== undefined && { organizationId }),
    ...(nodeClass !== undefined && { nodeClass }),
    ...(offline !== undefined && { offline }),
  }
}

const isText = (name: unknown): name is string => typeof name === 'string' && name !== ''

/** To the last page, where there are pages. */
async function listNames(kind: Kind, read: Read): Promise<Named[]> {
  const paged = kind.list === 'devices.list' || kind.list === 'organizations.list' || kind.list === 'locations.list'
  const all: Row[] = []
  for (;;) {
    const after = all.at(-1)?.id
    const input = paged ? { pageSize, ...(after !== undefined && { after }) } : {}
    const page = ((await read(kind.list, input)) ?? []) as Row[]
    all.push(...page)
    if (!paged || page.length < pageSize) return all.map((row) => namedOf(kind, row))
  }
}

/** What is kept may be out of date: before a change the thing itself is asked. */
async function isStillCalled(kind: Kind, { id }: Named, name: string, read: Read): Promise<boolean> {
  const reader = { 'devices.list': 'devices.get', 'organizations.list': 'organizations.get' }[kind.list]
  if (reader === undefined) return false
  const row = (await read(reader, { id })) as Row | undefined
  const wanted = name.trim().toLowerCase()
  return row !== undefined && namedOf(kind, row).names.some((one) => one.toLowerCase() === wanted)
}

/** "PRINT01 (id 1001, Cedar Dental, WINDOWS_SERVER, online)": enough to tell namesakes apart. */
async function describeAll(kind: Kind, all: readonly Named[], read: Read): Promise<string> {
  const shown = await Promise.all(
    all.slice(0, candidatesMax).map(async ({ id, names, organizationId, nodeClass, offline }) => {
      const owner = organizationId === undefined ? undefined : await read('organizations.get', { id: organizationId })
      const facts = [
        `id ${id}`,
        (owner as { name?: string } | undefined)?.name,
        nodeClass,
        offline === undefined ? undefined : offline ? 'offline' : 'online',
      ]
      return `${names[0] ?? kind.word} (${facts.filter(isText).join(', ')})`
    }),
  )
  return `${shown.join(', ')}${all.length > shown.length ? `, and ${all.length - shown.length} more` : ''}`
}
