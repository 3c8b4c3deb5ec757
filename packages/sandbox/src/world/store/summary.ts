/** Differences as people read them: counted by kind, the first of them in full, nothing so long that it hides the rest. */
import type { Difference } from './diff.ts'

export interface DifferenceCounts {
  readonly created: number
  readonly changed: number
  readonly deleted: number
}

export interface DifferenceReport {
  /** Fields that differ, and entities that came or went. */
  readonly total: number
  /** Whether `differences` ends before all of them. */
  readonly truncated: boolean
  /** Entities by kind. */
  readonly counts: Readonly<Record<string, DifferenceCounts>>
  /** The sandbox's own notes of what is still to come stand at the end. */
  readonly differences: readonly Difference[]
}

const valueLengthMax = 1_000
/** Kinds that no client ever sees. */
const ownKinds = new Set(['effect', 'counter'])

export function summarise(all: Iterable<Difference>, limit: number): DifferenceReport {
  const counts: Record<string, { created: number; changed: number; deleted: number }> = {}
  const differences: Difference[] = []
  const own: Difference[] = []
  let total = 0
  let last = ''
  for (const difference of all) {
    const { kind, id, field, before } = difference
    total++
    counts[kind] ??= { created: 0, changed: 0, deleted: 0 }
    if (field !== undefined) {
      // Fields of one entity follow each other.
      if (last !== `${kind} ${id}`) counts[kind].changed++
    } else if (before === undefined) counts[kind].created++
    else counts[kind].deleted++
    last = `${kind} ${id}`
    const list = ownKinds.has(kind) ? own : differences
    if (list.length < limit) list.push(shorten(difference))
  }
  differences.push(...own.slice(0, limit - differences.length))
  return { total, truncated: total > differences.length, counts, differences }
}

function shorten(difference: Difference): Difference {
  const { before, after, ...rest } = difference
  return {
    ...rest,
    ...(before !== undefined && { before: shortenValue(before) }),
    ...(after !== undefined && { after: shortenValue(after) }),
  }
}

function shortenValue(value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= valueLengthMax ? value : `${text.slice(0, valueLengthMax)}… (${text.length} characters)`
}
