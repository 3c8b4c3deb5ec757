/**
 * Names where identifiers are wanted: an exact name that only one thing has becomes its id, and anything else is
 * answered with candidates. Nothing is ever guessed, because the next step may restart what was guessed.
 */
import { findInRegistry, type Operation, type Resource, resources } from '@kunai/api/operation'
import { GatewayError } from '../call/index.ts'
import type { Read } from './references.ts'

interface Candidate {
  readonly id: number
  /** All names it goes by; the first is the one people see. */
  readonly names: readonly string[]
  readonly organizationId?: number
}

interface DeviceNames {
  id: number
  organizationId: number
  displayName?: string
  systemName?: string
  dnsName?: string
  netbiosName?: string
}

/** How many candidates a message names at most; more would not help anybody to choose. */
const candidatesMax = 8
const pageSize = 1000

const isText = (name: string | undefined): name is string => name !== undefined && name !== ''

async function listOrganizations(read: Read): Promise<{ id: number; name: string }[]> {
  const all: { id: number; name: string }[] = []
  for (;;) {
    const after = all.at(-1)?.id
    const page = (await read('organizations.list', { pageSize, ...(after !== undefined && { after }) })) as typeof all
    all.push(...page)
    if (page.length < pageSize) return all
  }
}

/** Where the names of a kind of thing come from. Alerts have none: their uid is text already. */
const finders: Partial<Record<Resource, (name: string, read: Read) => Promise<Candidate[]>>> = {
  async device(name, read) {
    const { devices } = (await read('devices.search', { q: name, limit: 50 })) as { devices: DeviceNames[] }
    return devices.map(({ id, organizationId, displayName, systemName, dnsName, netbiosName }) => ({
      id,
      organizationId,
      names: [displayName, systemName, dnsName, netbiosName].filter(isText),
    }))
  },
  organization: async (_, read) => (await listOrganizations(read)).map(({ id, name }) => ({ id, names: [name] })),
  async script(_, read) {
    const scripts = (await read('scripts.list', {})) as { id: number; name: string }[]
    return scripts.map(({ id, name }) => ({ id, names: [name] }))
  },
}

/** True for identifiers that may be given as a name; tools say so in their schemas. */
export function takesName(kind: Resource): boolean {
  return kind in finders
}

async function idOf(kind: Resource, field: string, name: string, read: Read): Promise<number> {
  const candidates = (await finders[kind]?.(name, read)) ?? []
  const wanted = name.trim().toLowerCase()
  const exact = candidates.filter(({ names }) => names.some((one) => one.toLowerCase() === wanted))
  const [only] = exact
  if (only !== undefined && exact.length === 1) return only.id
  const near =
    exact.length > 1 ? exact : candidates.filter(({ names }) => names.some((one) => one.toLowerCase().includes(wanted)))
  const shown = await Promise.all(near.slice(0, candidatesMax).map((candidate) => describe(kind, candidate, read)))
  const more = near.length > shown.length ? `, and ${near.length - shown.length} more` : ''
  if (exact.length > 1) {
    throw new GatewayError(
      'ambiguous_name',
      `${field}: ${exact.length} things are called so: ${shown.join(', ')}${more}. Give the id.`,
    )
  }
  const hint = shown.length > 0 ? ` Similar: ${shown.join(', ')}${more}.` : ''
  throw new GatewayError(
    'target_not_found',
    `${field}: no ${kind} has exactly that name.${hint} Give the id or the whole name.`,
  )
}

/** "PRINT01 (id 1001, Cedar Dental)": enough to tell namesakes apart. */
async function describe(kind: Resource, { id, names, organizationId }: Candidate, read: Read): Promise<string> {
  const owner = organizationId === undefined ? undefined : await read('organizations.get', { id: organizationId })
  const client = owner === undefined ? '' : `, ${(owner as { name: string }).name}`
  return `${names[0] ?? kind} (id ${id}${client})`
}

/** `input` with names replaced by identifiers; whatever is not a name is left as it is for the parser. */
export async function resolveNames(operation: Operation, input: unknown, read: Read): Promise<unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const named = Object.entries(input).flatMap(([field, value]) => {
    const schema = operation.input.shape[field]
    const kind = schema && findInRegistry(resources, schema)?.resource
    const isName = typeof value === 'string' && value.trim() !== '' && !/^\d+$/.test(value)
    return kind !== undefined && takesName(kind) && isName ? [{ field, kind, value }] : []
  })
  if (named.length === 0) return input
  const ids = await Promise.all(
    named.map(async ({ field, kind, value }) => [field, await idOf(kind, field, value, read)] as const),
  )
  return { ...input, ...Object.fromEntries(ids) }
}
