/** Calls that need not have been made. Only successful reads are looked at; polling that got news is no waste. */
import type { Operation } from '@kunai/api/operation'
import type { Row } from './request-log.ts'

export interface Saving {
  /** `repeated`: the same read, with the same answer. `one-by-one`: single reads that a list gives together. */
  readonly kind: 'repeated' | 'one-by-one'
  /** What was called: id of the operation, with its path and query where that stayed the same. */
  readonly calls: string
  readonly count: number
  /** How many calls would have done. */
  readonly enough: number
  /** Operation to call instead; absent for a repetition. */
  readonly instead?: string
  /** Some of the requests. */
  readonly seqs: readonly number[]
}

const seqsShown = 5
/** Who reads the same thing again later may have reason to. */
const againWithinMs = 60_000
/** Fewer single reads than this are nobody's fault. */
const oneByOneMin = 5
/** What lists give at once unless asked otherwise; assumed where the vendor does not say. */
const pageSize = 1_000

export function findSavings(rows: readonly Row[], catalogue: readonly Operation[]): readonly Saving[] {
  const reads = rows.filter(({ status, target }) => status === 200 && target?.operation?.risk === 'read')
  return [...findRepeated(reads), ...findOneByOne(reads, catalogue)].sort(
    (one, other) => other.count - other.enough - (one.count - one.enough),
  )
}

function findRepeated(reads: readonly Row[]): Saving[] {
  const groups = Map.groupBy(
    reads.filter(({ method }) => method === 'GET'),
    ({ path, query }) => `${path}${query && '?'}${query}`,
  )
  return [...groups].flatMap(([url, group]) => {
    const again = group.filter((row, index) => {
      const before = group[index - 1]
      return before && row.answeredMs - before.answeredMs <= againWithinMs && sameAnswer(before, row)
    })
    if (again.length === 0) return []
    return {
      kind: 'repeated' as const,
      calls: `${group[0]?.target?.operation?.id} ${url}`,
      count: group.length,
      enough: group.length - again.length,
      seqs: again.slice(-seqsShown).map(({ seq }) => seq),
    }
  })
}

/** Unknown is not the same: details of old rows are no longer there. */
function sameAnswer({ detail: one }: Row, { detail: other }: Row): boolean {
  if (!one?.answerBody || !other?.answerBody || one.answerBody.bytes !== other.answerBody.bytes) return false
  return one.answerBody.kept === other.answerBody.kept
}

function findOneByOne(reads: readonly Row[], catalogue: readonly Operation[]): Saving[] {
  const byOperation = Map.groupBy(reads, ({ target }) => target?.operation)
  return [...byOperation].flatMap(([operation, group]) => {
    const list = operation && findList(operation, catalogue)
    const paths = new Set(group.map(({ path }) => path))
    if (!list || paths.size < oneByOneMin) return []
    return {
      kind: 'one-by-one' as const,
      calls: operation.id,
      count: paths.size,
      enough: Math.ceil(paths.size / pageSize),
      instead: list.id,
      seqs: group.slice(-seqsShown).map(({ seq }) => seq),
    }
  })
}

/**
 * The list that has what a single read has, found by name: `devices.get` → `devices.listDetailed`,
 * `devices.listDisks` → `queries.listDisks`, `organizations.listDevices` → `devices.list`.
 */
export function findList(operation: Operation, catalogue: readonly Operation[]): Operation | undefined {
  if (!operation.http.path.includes('{')) return undefined
  const [resource = '', verb = ''] = operation.id.split('.')
  const noun = /^(?:get|list)([A-Z]\w*)$/.exec(verb)?.[1]
  const names =
    verb === 'get'
      ? [`${resource}.listDetailed`, `${resource}.list`]
      : noun === undefined
        ? []
        : [`queries.list${noun}`, `${noun.charAt(0).toLowerCase()}${noun.slice(1)}.list`]
  return names
    .map((name) => catalogue.find(({ id }) => id === name))
    .find((list) => list && !list.http.path.includes('{'))
}
