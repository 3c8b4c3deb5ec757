/**
 * The compiled policy, kept in memory for at most a second. Whether it is still the newest is one small question to the
 * store, which everybody who asks at the same time shares. A store that does not answer is no policy, and that denies.
 */
import type { Clock } from '@kunai/api/clock'
import { compilePolicy, type Policy, type PolicySettings, type PolicySource } from '../policy/index.ts'
import type { Database } from '../store/index.ts'

/** Milliseconds. Together they keep every replica within a second of the newest change. */
const sourceTimes = { believedFor: 500, oldest: 1_000 }

export interface StoreSource extends PolicySource {
  /** A change was committed here: the next question goes to the store. */
  forget(): void
}

/** An empty text in the store is every connection. */
export const connectionOf = (text: string): string | null => (text === '' ? null : text)

/** Everything that is set, as one reading. */
export async function readSettings(database: Database): Promise<PolicySettings & { readonly version: number }> {
  const head = await database.selectFrom('policy_head').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
  const rows = await database.selectFrom('policy_rows').selectAll().orderBy('connection').orderBy('subject').execute()
  const bases = await database.selectFrom('policy_bases').selectAll().orderBy('connection').execute()
  const located = <Row extends { connection: string }>(row: Row) => ({
    ...row,
    connection: connectionOf(row.connection),
  })
  return {
    version: head.version,
    epoch: head.epoch,
    emergency: head.emergency,
    rows: rows.map(located),
    bases: bases.map(located),
  }
}

export function createSource(database: Database, clock: Clock): StoreSource {
  let newest: { policy: Policy; version: number; askedAt: number } | undefined
  let asking: Promise<Policy> | undefined
  let waiting = 0
  let stop = new AbortController()

  async function ask(): Promise<Policy> {
    const askedAt = clock.now()
    const { version } = await database
      .selectFrom('policy_head')
      .select('version')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    if (newest?.version === version) {
      newest = { ...newest, askedAt }
      return newest.policy
    }
    // Read in one transaction: rows of one change and the head of another would be a policy nobody made.
    const settings = await database.transaction().setIsolationLevel('repeatable read').execute(readSettings)
    newest = { policy: compilePolicy(settings), version: settings.version, askedAt }
    return newest.policy
  }

  function shared(): Promise<Policy> {
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  const youngerThan = (milliseconds: number) =>
    newest !== undefined && Math.abs(clock.now() - newest.askedAt) < milliseconds ? newest.policy : undefined

  async function keepAsking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A failure leaves `known` to grow old, and what waits for its turn is then not sent.
      await shared().catch(() => undefined)
      await clock.sleep(sourceTimes.believedFor, signal).catch(() => undefined)
    }
  }

  return {
    current: async () => youngerThan(sourceTimes.believedFor) ?? (await shared()),
    async fresh() {
      // A question that is under way may have been answered before the change that we are to know of.
      await asking?.catch(() => undefined)
      return shared()
    },
    known: () => youngerThan(sourceTimes.oldest),
    keepYoung() {
      if (waiting++ === 0) {
        stop = new AbortController()
        void keepAsking(stop.signal)
      }
      let isDone = false
      return () => {
        if (isDone) return
        isDone = true
        if (--waiting === 0) stop.abort()
      }
    },
    forget() {
      newest = newest && { ...newest, askedAt: Number.NEGATIVE_INFINITY }
    },
  }
}
