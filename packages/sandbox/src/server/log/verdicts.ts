/**
 * How clients behaved, judged from the requests that are kept: whether they waited when they were told to, which calls
 * could have been one, which scopes they never needed.
 */
import type { Operation } from '@kunai/api/operation'
import type { Row } from './request-log.ts'
import { findSavings, type Saving } from './savings.ts'

export interface RetryAfterCase {
  /** The answer that told the client to wait. */
  readonly seq: number
  readonly retryAfterSeconds: number
  /** The request that came next; absent while none has. */
  readonly nextSeq?: number
  readonly waitedSeconds?: number
  readonly verdict: 'waited' | 'did not wait' | 'nothing came since'
}

export interface EndpointCount {
  /** Id of the operation, or method and path of what is none. */
  readonly endpoint: string
  readonly calls: number
  /** Answers of 400 and above, and no answer. */
  readonly failed: number
}

export interface ClientVerdict {
  /** Absent for requests that did not say who they are. */
  readonly client?: string
  readonly name?: string
  readonly requests: number
  /** `was not told to` when no answer carried a Retry-After. */
  readonly retryAfter: {
    readonly verdict: 'waited' | 'did not wait' | 'was not told to' | 'nothing came since'
    readonly waited: number
    readonly didNotWait: number
    /** The latest, those that did not wait first. */
    readonly cases: readonly RetryAfterCase[]
  }
  readonly scopes: {
    /** That the calls needed. */
    readonly used: readonly string[]
    /** That the tokens could have used. */
    readonly granted: readonly string[]
    /** Granted and not needed by any call that is kept. */
    readonly unused: readonly string[]
  }
  /** Calls that could have been one, or a few; the most wasteful first. */
  readonly couldBeFewer: readonly Saving[]
  /** The most called first. */
  readonly endpoints: readonly EndpointCount[]
}

export interface Verdicts {
  /** How many requests this is judged from, and from which one on. */
  readonly requests: number
  readonly fromSeq: number | null
  readonly clients: readonly ClientVerdict[]
}

export interface VerdictParts {
  readonly catalogue: readonly Operation[]
  /** Name of a registered application. */
  readonly nameOf: (client: string) => string | undefined
}

const casesShown = 10

export function judge(rows: Iterable<Row>, parts: VerdictParts): Verdicts {
  const all = [...rows]
  const byClient = Map.groupBy(all, ({ client }) => client)
  return {
    requests: all.length,
    fromSeq: all[0]?.seq ?? null,
    clients: [...byClient].map(([client, own]) => judgeClient(client, own, parts)),
  }
}

function judgeClient(
  client: string | undefined,
  rows: readonly Row[],
  { catalogue, nameOf }: VerdictParts,
): ClientVerdict {
  const cases = rows.flatMap((_row, index) => judgeWaiting(rows, index) ?? [])
  const waited = cases.filter(({ verdict }) => verdict === 'waited').length
  const impatient = cases.filter(({ verdict }) => verdict === 'did not wait')
  const others = cases.filter(({ verdict }) => verdict !== 'did not wait')
  const granted = [...new Set(rows.flatMap(({ granted: scopes }) => scopes ?? []))]
  const used = [
    ...new Set<string>(rows.flatMap(({ granted: scopes, target }) => (scopes && target?.operation?.scope) ?? [])),
  ]
  const name = client === undefined ? undefined : nameOf(client)
  return {
    ...(client !== undefined && { client }),
    ...(name !== undefined && { name }),
    requests: rows.length,
    retryAfter: {
      verdict: judgeCases(cases.length, waited, impatient.length),
      waited,
      didNotWait: impatient.length,
      cases: [...impatient.slice(-casesShown), ...others.slice(-casesShown)].slice(0, casesShown),
    },
    scopes: { used, granted, unused: granted.filter((scope) => scope !== 'offline_access' && !used.includes(scope)) },
    couldBeFewer: findSavings(rows, catalogue),
    endpoints: countEndpoints(rows),
  }
}

function judgeCases(cases: number, waited: number, impatient: number): ClientVerdict['retryAfter']['verdict'] {
  if (cases === 0) return 'was not told to'
  if (impatient > 0) return 'did not wait'
  return waited > 0 ? 'waited' : 'nothing came since'
}

/** Timers wake a hair early. */
const toleranceMs = 20
/** What comes so soon after a refusal, and is another request, had been sent before the client could know. */
const underwayMs = 50

function judgeWaiting(rows: readonly Row[], index: number): RetryAfterCase | undefined {
  const refused = rows[index]
  if (refused?.retryAfterSeconds === undefined) return undefined
  const { seq, retryAfterSeconds } = refused
  for (const next of rows.slice(index + 1)) {
    // Who is told to wait with calls may well fetch a token.
    if (isOAuth(next) !== isOAuth(refused)) continue
    const passedMs = next.arrivedMs - refused.answeredMs
    if (passedMs < underwayMs && !isSame(refused, next)) continue
    // It was sent before the refusal was.
    if (passedMs < 0) continue
    const waited = passedMs + toleranceMs >= retryAfterSeconds * 1_000
    return {
      seq,
      retryAfterSeconds,
      nextSeq: next.seq,
      waitedSeconds: Math.round(passedMs) / 1_000,
      verdict: waited ? 'waited' : 'did not wait',
    }
  }
  return { seq, retryAfterSeconds, verdict: 'nothing came since' }
}

const isOAuth = ({ target }: Row) => target?.route === 'oauth'
const isSame = (one: Row, other: Row) =>
  one.method === other.method && one.path === other.path && one.query === other.query

function countEndpoints(rows: readonly Row[]): readonly EndpointCount[] {
  const counts = new Map<string, { calls: number; failed: number }>()
  for (const { method, path, target, status } of rows) {
    const endpoint = target?.operation?.id ?? `${method} ${path}`
    const count = counts.get(endpoint) ?? { calls: 0, failed: 0 }
    counts.set(endpoint, count)
    count.calls++
    if (status >= 400 || status === 0) count.failed++
  }
  return [...counts].map(([endpoint, count]) => ({ endpoint, ...count })).sort((one, other) => other.calls - one.calls)
}
