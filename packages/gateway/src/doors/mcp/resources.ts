/**
 * What an agent can read as a document instead of by tool calls: a client's list, a device with everything that is worth
 * knowing of it. Each part is a read of the catalogue through the corridor, judged and audited as a call of that
 * operation's own tool. A document is bounded, and says where it is not whole.
 */
import type { Operation } from '@kunai/api/operation'
import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server'
import { type Actor, operationNamed } from '../../call/index.ts'
import type { Calls, Told } from './calls.ts'
import { toolNameOf } from './tool-names.ts'
import { untrustedNotice, visibleData, visibleText } from './untrusted.ts'

interface Part {
  readonly operation: string
  /** Field of its input that takes what the address names. */
  readonly idField?: string
  readonly limit?: number
}

interface Described {
  readonly kind: string
  readonly title: string
  readonly description: string
  /** What stands behind the kind in an address; absent when nothing does. */
  readonly id?: string
  /** By the name each has in the document. Without the first there is no document. */
  readonly parts: Readonly<Record<string, Part>>
}

const scheme = 'ninjaone://'
const mimeType = 'application/json'
/** Characters of a part, about two thousand tokens: seven parts still leave a model its memory. */
export const partLengthMax = 8_000

const ofId = (operation: string, limit?: number): Part => ({ operation, idField: 'id', ...(limit && { limit }) })

/** In the order of the usual job: find, gather, act, wrap up. */
const described: readonly Described[] = [
  {
    kind: 'organizations',
    title: 'Organizations',
    description: 'All organizations.',
    parts: { organizations: { operation: 'organizations.list', limit: 1000 } },
  },
  {
    kind: 'organization',
    id: 'id',
    title: 'An organization',
    description: 'An organization, its locations and its devices; by id or exact name.',
    parts: {
      organization: ofId('organizations.get'),
      locations: ofId('organizations.listLocations'),
      devices: ofId('organizations.listDevices', 200),
    },
  },
  {
    kind: 'device',
    id: 'id',
    title: 'A device',
    description: 'A device with its alerts, activities, services, software, disks and volumes; by id or exact name.',
    parts: {
      device: ofId('devices.get'),
      alerts: ofId('devices.listAlerts'),
      activities: ofId('devices.listActivities', 30),
      services: ofId('devices.listWindowsServices'),
      volumes: ofId('devices.listVolumes'),
      disks: ofId('devices.listDisks'),
      software: ofId('devices.listSoftware'),
    },
  },
  {
    kind: 'alerts',
    title: 'Alerts',
    description: 'Active alerts of all devices.',
    parts: { alerts: { operation: 'alerts.list' } },
  },
  {
    kind: 'scripts',
    title: 'Scripts',
    description: 'Scripts of the library, which may be run on devices.',
    parts: { scripts: { operation: 'scripts.list' } },
  },
  {
    kind: 'ticket',
    id: 'ticketId',
    title: 'A ticket',
    description: 'A ticket and its log.',
    parts: {
      ticket: { operation: 'tickets.get', idField: 'ticketId' },
      log: { operation: 'tickets.listLog', idField: 'ticketId', limit: 50 },
    },
  },
]

const firstOf = ({ parts }: Described) => Object.values(parts)[0]?.operation

function shown(usable: readonly Operation[]): Described[] {
  const ids = new Set<string | undefined>(usable.map(({ id }) => id))
  return described.filter((one) => ids.has(firstOf(one)))
}

const listed = ({ kind, title, description }: Described) => ({ name: kind, title, description, mimeType })

/** @param usable what policy lets this connection use at all. */
export function listResources(usable: readonly Operation[]): Resource[] {
  const whole = shown(usable).filter(({ id }) => id === undefined)
  return whole.map((one) => ({ ...listed(one), uri: scheme + one.kind }))
}

/** @param usable as for the list. */
export function listTemplates(usable: readonly Operation[]): ResourceTemplateType[] {
  const ofOne = shown(usable).filter(({ id }) => id !== undefined)
  return ofOne.map((one) => ({ ...listed(one), uriTemplate: `${scheme}${one.kind}/{${one.id}}` }))
}

/** @throws ProtocolError for an address of nothing, and when policy or NinjaOne does not give the thing itself. */
export async function readResource(calls: Calls, actor: Actor, uri: string): Promise<ReadResourceResult> {
  const { resource, id } = parseAddress(uri)
  const read = async (part: Part): Promise<Told> => {
    const operation = operationNamed(part.operation)
    if ('code' in operation) throw new TypeError(operation.message)
    const given = {
      ...(part.idField !== undefined && { [part.idField]: id }),
      ...(part.limit !== undefined && { limit: part.limit }),
    }
    return calls.run(operation, actor, given, toolNameOf(operation.id))
  }
  const [[, head], ...rest] = Object.entries(resource.parts) as [[string, Part], ...[string, Part][]]
  const first = await read(head)
  if (first.outcome.status !== 'done') {
    const { outcome } = first
    const words = 'message' in outcome ? outcome.message : `It is ${outcome.status}.`
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, visibleText(words))
  }
  const told = [first, ...(await Promise.all(rest.map(([, part]) => read(part))))]
  const written = Object.entries(resource.parts).map(
    ([name, { operation }], index) => [name, writePart(told[index] as Told, toolNameOf(operation))] as const,
  )
  const complete = written.every(([, part]) => part.complete)
  const document = {
    notice: `${untrustedNotice}.${complete ? '' : ' NOT whole: see complete in each part, and ask its tool for the rest.'}`,
    complete,
    ...Object.fromEntries(written),
  }
  return { contents: [{ uri, mimeType, text: JSON.stringify(document) }] }
}

/** An address has a kind and perhaps an id or a name, and nothing else: no query, no further steps. */
function parseAddress(uri: string): { resource: Described; id?: string | number } {
  const [, kind, encoded] = /^ninjaone:\/\/([a-z]{1,20})(?:\/([^/?#]{1,500}))?$/.exec(uri) ?? []
  const resource = described.find((one) => one.kind === kind && (one.id === undefined) === (encoded === undefined))
  const id = encoded === undefined ? undefined : decode(encoded)
  if (resource === undefined || (encoded !== undefined && id === undefined)) {
    const cure = 'resources/list and resources/templates/list name what there is.'
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no such resource. ${cure}`)
  }
  if (id === undefined) return { resource }
  return { resource, id: /^\d{1,15}$/.test(id) ? Number(id) : id }
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** A part as it stands in the document: what was read, and whether that is all of it. */
function writePart({ outcome, list }: Told, tool: string): Readonly<Record<string, unknown>> & { complete: boolean } {
  if (outcome.status !== 'done') {
    const because = 'message' in outcome ? outcome.message : outcome.status
    return { complete: false, tool, notRead: visibleText(because) }
  }
  if (list === undefined) {
    const fields = Object.entries(visibleData(outcome.data ?? {}) as object)
    const kept = within(fields)
    const left = fields.slice(kept.length).map(([name]) => name)
    const data = Object.fromEntries(kept)
    return left.length === 0 ? { complete: true, data } : { complete: false, tool, data, cut: left.slice(0, 100) }
  }
  const rows = visibleData(list.rows) as readonly unknown[]
  const kept = within(rows)
  const { total, dropped } = list.page
  const complete = list.page.complete && kept.length === rows.length
  return {
    complete,
    ...(!complete && { tool }),
    shown: kept.length,
    ...(total !== undefined && { total }),
    ...(dropped !== undefined && { dropped }),
    rows: kept,
  }
}

/** As many from the front as fit into a part; whole ones, so that none is read as less than it is. */
function within<Item>(items: readonly Item[]): readonly Item[] {
  let length = 0
  const end = items.findIndex((item) => {
    length += JSON.stringify(item).length + 1
    return length > partLengthMax
  })
  return end < 0 ? items : items.slice(0, end)
}
