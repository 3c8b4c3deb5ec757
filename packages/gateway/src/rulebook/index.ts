/**
 * The rulebook: what people have set of the policy, since when and why. Decides how a change is made and remembered;
 * what the settings mean is the room policy's to say. A change, its line of history and its audit event are one
 * transaction.
 */
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import { GatewayError } from '../call/index.ts'
import {
  type Base,
  canAsk,
  isStricter,
  isSubject,
  loosestVerdict,
  type PolicySettings,
  type PolicySource,
  type SwitchPosition,
  shippedVerdict,
  type Verdict,
} from '../policy/index.ts'
import type { Database, PolicyChangeRow, Store } from '../store/index.ts'
import { connectionOf, createSource, readSettings } from './source.ts'

/** A signed-in person. Nothing else can change a policy, so nothing else fits here. */
export interface Author {
  readonly id: string
  readonly name: string
}

/** What every change says of itself. */
export interface ChangeFacts {
  readonly by: Author
  readonly reason: string
  /** The version that the person was looking at; another one is refused, so that no change is overwritten unseen. */
  readonly seen: number
}

export interface PolicyChange {
  readonly version: number
  readonly at: string
  readonly by: Author
  readonly kind: PolicyChangeRow['kind']
  readonly connection: string | null
  readonly subject: string | null
  readonly before: unknown
  readonly after: unknown
  readonly reason: string
}

export interface Rulebook {
  readonly source: PolicySource
  read(): Promise<PolicySettings & { readonly version: number }>
  /** The switch with the change that moved it last. */
  readSwitch(): Promise<{ readonly position: SwitchPosition; readonly change: PolicyChange | undefined }>
  /** @param connection null: every connection that has no row of its own. */
  setVerdict(subject: string, connection: string | null, verdict: Verdict, facts: ChangeFacts): Promise<PolicyChange>
  /** Takes away what is set for that connection and starts from the preset. */
  usePreset(base: Base, connection: string | null, facts: ChangeFacts): Promise<PolicyChange>
  /** Everything as shipped, for one connection or (undefined) for all and everywhere. The switch stays as it is. */
  reset(connection: string | undefined, facts: ChangeFacts): Promise<PolicyChange>
  /** Never refused for what was seen: an emergency does not wait for a page to be read again. */
  turnSwitch(position: SwitchPosition, facts: Omit<ChangeFacts, 'seen'>): Promise<PolicyChange>
  /** Newest first; `before` = only changes with a smaller number. */
  listChanges(options: { before?: number; limit: number }): Promise<PolicyChange[]>
}

const everywhere = ''
const words: Record<Verdict, string> = { allow: 'Auto', ask: 'Approval', deny: 'Blocked' }
const where = (connection: string) => (connection === everywhere ? 'every connection' : connection)

export function createRulebook(store: Store, audit: Audit, clock: Clock): Rulebook {
  const { database } = store
  const source = createSource(database, clock)

  interface Made {
    readonly kind: PolicyChangeRow['kind']
    readonly connection: string
    readonly subject: string | null
    readonly before: unknown
    readonly after: unknown
    readonly summary: string
    readonly head?: { epoch?: number; emergency?: SwitchPosition }
  }

  /** @param seen undefined when the change does not depend on what was seen. */
  async function change(
    { by, reason, seen }: Omit<ChangeFacts, 'seen'> & { seen: number | undefined },
    make: (transaction: Database, version: number) => Promise<Made>,
  ): Promise<PolicyChange> {
    if (reason.trim() === '') throw new GatewayError('reason_missing', 'Say why: the history keeps the reason.')
    const row = await database.transaction().execute(async (transaction) => {
      const head = await transaction
        .selectFrom('policy_head')
        .selectAll()
        .where('id', '=', 1)
        .forUpdate()
        .executeTakeFirstOrThrow()
      if (seen !== undefined && seen !== head.version) {
        throw new GatewayError(
          'policy_changed',
          'Somebody changed the policies in the meantime. Look again, then decide.',
        )
      }
      const version = head.version + 1
      const { summary, head: moved, ...made } = await make(transaction, version)
      const row: PolicyChangeRow = {
        ...made,
        version,
        at: new Date(clock.now()).toISOString(),
        changed_by: JSON.stringify({ id: by.id, name: by.name }),
        before: JSON.stringify(made.before),
        after: JSON.stringify(made.after),
        reason: reason.trim(),
      }
      await transaction.insertInto('policy_changes').values(row).execute()
      await transaction
        .updateTable('policy_head')
        .set({ version, ...moved })
        .where('id', '=', 1)
        .execute()
      const { kind, connection, subject, before, after } = made
      await audit.appendIn(transaction, [
        {
          kind: 'policy-changed',
          actor: { kind: 'person', ...by },
          door: 'http',
          operation: subject ?? undefined,
          connection: connection === everywhere ? undefined : connection,
          summary: `${by.name} changed the policy: ${summary}`,
          data: { version, kind, before, after, reason: row.reason },
        },
      ])
      return row
    })
    source.forget()
    return viewChange(row)
  }

  /** Takes away all that is set for `connection` (undefined: for all), and gives it back as a record. */
  async function clear(transaction: Database, connection: string | undefined) {
    const rows = transaction.deleteFrom('policy_rows').returning(['connection', 'subject', 'verdict'])
    const bases = transaction.deleteFrom('policy_bases').returning(['connection', 'base'])
    if (connection === undefined) return { rows: await rows.execute(), bases: await bases.execute() }
    return {
      rows: await rows.where('connection', '=', connection).execute(),
      bases: await bases.where('connection', '=', connection).execute(),
    }
  }

  return {
    source,
    read: () => database.transaction().setIsolationLevel('repeatable read').execute(readSettings),

    async readSwitch() {
      const { emergency } = await database
        .selectFrom('policy_head')
        .select('emergency')
        .where('id', '=', 1)
        .executeTakeFirstOrThrow()
      const row = await database
        .selectFrom('policy_changes')
        .selectAll()
        .where('kind', '=', 'switch')
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return { position: emergency, change: row && viewChange(row) }
    },

    async setVerdict(subject, connection, verdict, facts) {
      checkSubject(subject, verdict)
      const place = connection ?? everywhere
      return change(facts, async (transaction, version) => {
        const before = await transaction
          .selectFrom('policy_rows')
          .select('verdict')
          .where('connection', '=', place)
          .where('subject', '=', subject)
          .executeTakeFirst()
        await transaction
          .insertInto('policy_rows')
          .values({ connection: place, subject, verdict, revision: version })
          .onConflict((conflict) =>
            conflict.columns(['connection', 'subject']).doUpdateSet({ verdict, revision: version }),
          )
          .execute()
        return {
          kind: 'verdict',
          connection: place,
          subject,
          before: before?.verdict ?? (connection === null ? shippedVerdict(subject) : null),
          after: verdict,
          summary: `${subject} on ${where(place)} is now ${words[verdict]}`,
        }
      })
    },

    usePreset: (base, connection, facts) =>
      change(facts, async (transaction, version) => {
        const place = connection ?? everywhere
        const before = await clear(transaction, place)
        await transaction.insertInto('policy_bases').values({ connection: place, base, revision: version }).execute()
        return {
          kind: 'preset',
          connection: place,
          subject: null,
          before,
          after: base,
          summary: `the preset "${base}" on ${where(place)}`,
          head: { epoch: version },
        }
      }),

    reset: (connection, facts) =>
      change(facts, async (transaction, version) => {
        const before = await clear(transaction, connection)
        const place = connection === undefined ? 'every connection' : connection
        return {
          kind: 'reset',
          connection: connection ?? everywhere,
          subject: null,
          before,
          after: 'as shipped',
          summary: `as shipped on ${place}`,
          head: { epoch: version },
        }
      }),

    turnSwitch: (position, facts) =>
      change({ ...facts, seen: undefined }, async (transaction, version) => {
        const { emergency } = await transaction.selectFrom('policy_head').select('emergency').executeTakeFirstOrThrow()
        return {
          kind: 'switch',
          connection: everywhere,
          subject: null,
          before: emergency,
          after: position,
          summary: position === 'off' ? 'the emergency switch is off' : `EMERGENCY: every write is ${words[position]}`,
          head: { epoch: version, emergency: position },
        }
      }),

    async listChanges({ before, limit }) {
      let query = database.selectFrom('policy_changes').selectAll().orderBy('version', 'desc').limit(limit)
      if (before !== undefined) query = query.where('version', '<', before)
      return (await query.execute()).map(viewChange)
    },
  }
}

function checkSubject(subject: string, verdict: Verdict): void {
  if (!isSubject(subject)) {
    throw new GatewayError('not_found', `There is no operation or generic tool "${subject.slice(0, 64)}".`)
  }
  const loosest = loosestVerdict(subject)
  if (isStricter(loosest, verdict)) {
    throw new GatewayError('too_loose', `${subject} can be ${words[loosest]} or stricter, never ${words[verdict]}.`)
  }
  if (verdict === 'ask' && !canAsk(subject)) {
    throw new GatewayError(
      'read_not_asked',
      `${subject} only reads: it can be Auto or Blocked. Nobody is asked about reads.`,
    )
  }
}

function viewChange(row: PolicyChangeRow): PolicyChange {
  const { version, at, kind, subject, reason } = row
  return {
    version,
    at,
    by: JSON.parse(row.changed_by) as Author,
    kind,
    connection: connectionOf(row.connection),
    subject,
    before: JSON.parse(row.before),
    after: JSON.parse(row.after),
    reason,
  }
}
