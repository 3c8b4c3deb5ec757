/**
 * For a request that changes what can be read at the same address: each field that would differ, as it is now and as it
 * would be. Which operation reads it follows from the catalogue: the GET of the same path.
 */
import { canonicalJson, operations, type Proposal } from '../call/index.ts'
import type { Parts } from './action.ts'

export interface FieldChange {
  readonly field: string
  /** Null when NinjaOne says nothing of it now. */
  readonly before: unknown
  readonly after: unknown
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @returns null where nothing can be compared: no such read, no fields in the body, or NinjaOne did not answer. */
export async function readChangesNow(parts: Parts, proposal: Proposal): Promise<FieldChange[] | null> {
  const operation = operations.find(({ id }) => id === proposal.operation)
  const { body } = proposal.request
  if (operation === undefined || !['PATCH', 'PUT'].includes(operation.http.method) || !isRecord(body)) return null
  const { path } = operation.http
  const reader = operations.find(({ http, risk }) => risk === 'read' && http.method === 'GET' && http.path === path)
  if (reader === undefined) return null
  const input = Object.fromEntries(Object.entries(proposal.input).filter(([name]) => path.includes(`{${name}}`)))
  const read = parts.corridor.readFor(proposal.actor, proposal.connection)
  const now = await read(reader.id, input).catch(() => undefined)
  if (!isRecord(now)) return null
  return Object.entries(body)
    .map(([field, after]) => ({ field, before: now[field] ?? null, after }))
    .filter(({ before, after }) => canonicalJson(before) !== canonicalJson(after ?? null))
}
