/** What the control API answers, as far as the page reads it. Types only: the browser never sees this file. */

interface LogEntry {
  readonly seq: number
  readonly requestId: string
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  /** 0 when no answer was given. */
  readonly status: number
  readonly latencyMs: number
  readonly client?: string
  readonly operation?: string
  readonly device?: number
  readonly organization?: number
  readonly retryAfterSeconds?: number
  /** Ids of the rules that struck. */
  readonly faults?: readonly string[]
}

interface ShownBody {
  readonly bytes: number
  /** Whether `text` is only its beginning. */
  readonly truncated: boolean
  readonly text: string
}

interface ShownMessage {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: ShownBody
}

interface RequestDetail extends LogEntry {
  readonly scope?: { readonly used: string; readonly granted: readonly string[] }
  /** Absent when no more is kept of it. */
  readonly request?: ShownMessage
  readonly response?: ShownMessage
}

interface ListedSnapshot {
  readonly name: string
  readonly hash: string
  readonly at: string
  readonly changes: number
}

interface DifferenceReport {
  readonly total: number
  readonly truncated: boolean
  readonly counts: Readonly<
    Record<string, { readonly created: number; readonly changed: number; readonly deleted: number }>
  >
  readonly differences: readonly Difference[]
}

interface RetryAfterCase {
  readonly seq: number
  readonly retryAfterSeconds: number
  readonly nextSeq?: number
  readonly waitedSeconds?: number
  readonly verdict: 'waited' | 'did not wait' | 'nothing came since'
}

interface ClientVerdict {
  readonly client?: string
  readonly name?: string
  readonly requests: number
  readonly retryAfter: {
    readonly verdict: 'waited' | 'did not wait' | 'was not told to' | 'nothing came since'
    readonly waited: number
    readonly didNotWait: number
    readonly cases: readonly RetryAfterCase[]
  }
  readonly scopes: {
    readonly used: readonly string[]
    readonly granted: readonly string[]
    readonly unused: readonly string[]
  }
  readonly couldBeFewer: readonly {
    readonly kind: string
    readonly calls: string
    readonly count: number
    readonly enough: number
    readonly instead?: string
    readonly seqs: readonly number[]
  }[]
  readonly endpoints: readonly { readonly endpoint: string; readonly calls: number; readonly failed: number }[]
}

interface WorldFacts {
  readonly seed: number
  readonly profile: string
  /** Absent while nobody has worked it out. */
  readonly worldHash?: string
  readonly organizations: number
  readonly devices: number
  readonly offline: number
  readonly alerts: number
  readonly activities: number
  readonly scripts: number
}

interface ClockFacts {
  readonly now: string
  readonly offsetMs: number
  readonly mode?: string
}

interface RateFacts {
  readonly profile: string
  readonly burst?: number
  readonly perSecond?: number
  readonly clients?: readonly { readonly client: string; readonly remaining: number }[]
}

interface FaultRule {
  readonly id: string
  readonly match: Readonly<Record<string, string | number>>
  readonly effect: Readonly<Record<string, unknown>> & { readonly kind: string }
  readonly probability: number
  readonly count?: number
  readonly after: number
  readonly until?: string | number
  readonly seen: number
  readonly struck: number
}

interface Difference {
  readonly kind: string
  readonly id: number
  readonly field?: string
  readonly before?: unknown
  readonly after?: unknown
}
