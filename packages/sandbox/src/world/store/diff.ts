/** What differs between two states of one world: kind, id, field, before, after. */
import { canonicalJson } from './canonical.ts'
import type { Identified, Overlay } from './kind.ts'
import type { WorldState } from './state.ts'

export interface Difference {
  readonly kind: string
  readonly id: number
  /** `maintenance.endMs`, `rows.Spooler.state`; absent when the whole entity came or went. */
  readonly field?: string
  /** Absent where there was nothing. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Of a table, what comparing needs. */
interface Comparable {
  readonly kind: { readonly name: string }
  original(id: number): Identified | undefined
}

export function* diffStates(
  tables: Readonly<Record<string, Comparable>>,
  before: WorldState,
  after: WorldState,
): Generator<Difference> {
  for (const [name, table] of Object.entries(tables)) {
    const [one, other] = [before.overlays[name], after.overlays[name]]
    // The same map means that nothing was written in between.
    if (one?.entries === other?.entries) continue
    const ids = new Set([...(one?.entries.keys() ?? []), ...(other?.entries.keys() ?? [])])
    for (const id of [...ids].sort((left, right) => left - right)) {
      const was = entityIn(table, one, id)
      const is = entityIn(table, other, id)
      if (was !== is) yield* diffValues(table.kind.name, id, undefined, was, is)
    }
  }
}

function entityIn(table: Comparable, overlay: Overlay | undefined, id: number): Identified | undefined {
  const entry = overlay?.entries.get(id)
  return entry === undefined ? table.original(id) : (entry ?? undefined)
}

function* diffValues(
  kind: string,
  id: number,
  field: string | undefined,
  before: unknown,
  after: unknown,
): Generator<Difference> {
  if (before === after) return
  const [one, other] = [parts(before), parts(after)]
  if (one && other) {
    for (const key of [...new Set([...one.keys(), ...other.keys()])].sort()) {
      yield* diffValues(kind, id, field === undefined ? key : `${field}.${key}`, one.get(key), other.get(key))
    }
    return
  }
  if (canonicalJson(before) === canonicalJson(after)) return
  yield {
    kind,
    id,
    ...(field !== undefined && { field }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}

/** Objects by key; lists of named things by name, so that one row says which it is. Anything else is compared whole. */
function parts(value: unknown): Map<string, unknown> | undefined {
  if (value === null || typeof value !== 'object') return undefined
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const names = value.map((row) => (row as { name?: unknown } | null)?.name)
  if (value.length === 0 || names.some((name) => typeof name !== 'string')) return undefined
  if (new Set(names).size < names.length) return undefined
  return new Map(value.map((row, index) => [String(names[index]), row]))
}
