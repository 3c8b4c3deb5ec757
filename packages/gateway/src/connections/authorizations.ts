/**
 * Consents under way: started by a person in a browser session, answered by NinjaOne through that browser, once,
 * within ten minutes. Of several for one connection only the newest counts.
 */
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import { type Actor, type AuditEntry, GatewayError, sha256 } from '../call/index.ts'
import type { AuthorizationRow, ConnectionRow, Store } from '../store/index.ts'
import type { Changes } from './changes.ts'
import type { Registry } from './registry.ts'
import type { Place, Sealer } from './sealer.ts'
import { explain } from './sentences.ts'
import { createTokenStore } from './token-store.ts'
import { type Finding, findingOf, type PendingAuthorization, type Vendor } from './vendor.ts'

/** Milliseconds. */
const authorizationLasts = 10 * 60_000
/** Kept so long after their end, so that a late answer gets its own sentence. */
const keptFor = 24 * 3_600_000

export interface AuthorizationParts<Client> {
  readonly store: Store
  readonly sealer: Sealer
  readonly vendor: Vendor<Client>
  readonly audit: Audit
  readonly clock: Clock
  readonly registry: Registry<Client>
  readonly changes: Changes
  readonly redirectUri: () => string
}

/** The person at the dashboard; `session` is anything that only this sign-in has. */
export interface Visitor {
  readonly by: Actor
  readonly session: string
}

export interface Authorizations {
  /**
   * Where to send the person.
   * @throws GatewayError `authorization_doubtful` when NinjaOne's answers to a look beforehand promise a failure;
   *   `anyway` goes on all the same.
   */
  start(name: string, visitor: Visitor, anyway: boolean): Promise<{ url: string }>
  /** Takes the query that the person came back with. @returns the connection's name */
  complete(query: string, visitor: Visitor): Promise<{ connection: string }>
}

const pendingPlace = (name: string, stateHash: string): Place => ({
  table: 'authorizations',
  row: `${name} ${stateHash}`,
  column: 'pending',
})

export function createAuthorizations<Client>(parts: AuthorizationParts<Client>): Authorizations {
  const { store, sealer, vendor, audit, clock, registry, changes, redirectUri } = parts
  const { database } = store
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  const named = (baseUrl: string) => ({ host: new URL(baseUrl).host, redirectUri: redirectUri() })
  const refuse = (code: string, connection?: { base_url: string }, finding?: Finding) =>
    new GatewayError(code, explain(finding ?? { code, message: code }, named(connection?.base_url ?? redirectUri())))

  async function openUser(name: string) {
    const row = await changes.findRow(name)
    const { user } = registry.openApplications(row)
    if (user) return { row, user }
    throw new GatewayError(
      'no_user_application',
      `The connection "${name}" has no user application, so nobody can authorize it. Add one first.`,
    )
  }

  async function start(name: string, { by, session }: Visitor, anyway: boolean) {
    const { row, user } = await openUser(name)
    const application = { ...user, baseUrl: row.base_url, redirectUri: redirectUri() }
    if (!anyway) {
      const [doubt] = await vendor.inspectUserApplication(application)
      if (doubt) throw refuse('authorization_doubtful', row, doubt)
    }
    const { url, pending } = vendor.authorizationUrl(application)
    const { state, ...rest } = pending
    const stateHash = sha256(state)
    const sealed = await changes.seal(JSON.stringify(rest), pendingPlace(name, stateHash))
    const now = clock.now()
    await database.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('authorizations')
        .where('expires_at', '<', iso(now - keptFor))
        .execute()
      await transaction
        .updateTable('authorizations')
        .set({ superseded_at: iso(now) })
        .where('connection', '=', name)
        .where('used_at', 'is', null)
        .where('superseded_at', 'is', null)
        .execute()
      await transaction
        .insertInto('authorizations')
        .values({
          state_hash: stateHash,
          tenant: row.tenant,
          connection: name,
          session_hash: sha256(session),
          pending: sealed,
          created_at: iso(now),
          expires_at: iso(now + authorizationLasts),
          superseded_at: null,
          used_at: null,
        })
        .execute()
      const summary = `${by.name} went to NinjaOne to authorize ${name}`
      await audit.appendIn(transaction, [entry('connection-authorization-started', name, by, summary)])
    })
    return { url }
  }

  /** Uses the answer up, whatever becomes of it. */
  async function claim(stateHash: string, session: string): Promise<AuthorizationRow> {
    const row = await database
      .selectFrom('authorizations')
      .selectAll()
      .where('state_hash', '=', stateHash)
      .executeTakeFirst()
    if (row === undefined) throw refuse('state_mismatch')
    if (row.session_hash !== sha256(session)) throw refuse('authorization_other_session')
    if (row.used_at !== null) throw refuse('authorization_used')
    if (row.superseded_at !== null) throw refuse('authorization_superseded')
    if (clock.now() >= Date.parse(row.expires_at)) throw refuse('authorization_expired')
    const { numUpdatedRows } = await database
      .updateTable('authorizations')
      .set({ used_at: iso(clock.now()) })
      .where('state_hash', '=', stateHash)
      .where('used_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw refuse('authorization_used')
    return row
  }

  async function complete(query: string, { by, session }: Visitor) {
    const states = new URLSearchParams(query).getAll('state')
    const [state = ''] = states
    if (states.length !== 1) throw refuse('state_mismatch')
    const stateHash = sha256(state)
    const claimed = await claim(stateHash, session)
    const { connection: name, tenant } = claimed
    const { row, user } = await openUser(name)
    if (row.tenant !== tenant) throw refuse('authorization_outdated', row)
    const pending: PendingAuthorization = {
      ...(JSON.parse(sealer.open(claimed.pending, pendingPlace(name, stateHash))) as Omit<
        PendingAuthorization,
        'state'
      >),
      state,
    }
    const summary = `${by.name} authorized ${name} in NinjaOne`
    const tokenStore = createTokenStore(parts, row, {
      by: JSON.stringify({ id: by.id, name: by.name }),
      record: (transaction) => audit.appendIn(transaction, [entry('connection-authorized', name, by, summary)]),
    })
    try {
      const callbackUrl = `${pending.redirectUri}?${query.replace(/^\?/, '')}`
      const granted = await vendor.exchangeCode({ pending, callbackUrl, clientSecret: user.clientSecret, tokenStore })
      await database
        .updateTable('connection_tokens')
        .set({ granted_scopes: granted?.join(' ') ?? null })
        .where('tenant', '=', tenant)
        .execute()
      registry.recordToken(tenant, 'user', undefined)
    } catch (error) {
      const finding = findingOf(error)
      if (finding === undefined) throw error
      const failed = `Authorizing ${name} came to nothing (${finding.code})`
      await audit.append({
        ...entry('connection-authorization-failed', name, by, failed),
        data: { code: finding.code },
      })
      throw refuse('authorization_failed', row, finding)
    }
    await forgetOldClient(row)
    return { connection: name }
  }

  /** Clients remember that a refresh token is dead; after a new consent each process makes a new one. */
  async function forgetOldClient({ name }: ConnectionRow): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      const { revision } = await transaction
        .updateTable('connection_changes')
        .set((expression) => ({ revision: expression('revision', '+', 1) }))
        .where('id', '=', 1)
        .returning('revision')
        .executeTakeFirstOrThrow()
      await transaction.updateTable('connections').set({ revision }).where('name', '=', name).execute()
    })
    await registry.refresh()
  }

  const entry = (kind: string, connection: string, actor: Actor, summary: string): AuditEntry => ({
    ...{ kind, connection, actor, summary, door: 'http' },
  })

  return { start, complete }
}
