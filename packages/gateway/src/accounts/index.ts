/**
 * Accounts: who somebody is. People with sign-in links and sessions, machines with keys.
 * Decides identity alone; what an identity may do, the doors and policy say.
 * Only hashes of secrets are stored: whoever reads the database cannot sign in with it.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import { type Actor, GatewayError, newId, sha256 } from '../call/index.ts'
import type { Store } from '../store/index.ts'

export interface Person {
  readonly id: string
  readonly name: string
}

export type Role = 'owner' | 'approver'

export interface Session {
  readonly person: Person
  /** Owners change policies and connections; both decide about approvals. */
  readonly role: Role
  readonly csrfToken: string
}

export type KeyKind = 'owner' | 'cli' | 'mcp'

/** Milliseconds. */
export const accountTimes = { linkLasts: 15 * 60_000, idle: 8 * 3_600_000, session: 24 * 3_600_000 }

export const ownerName = 'owner'

export interface Accounts {
  /** A one-time token for that person, who is added if new. */
  createSignInToken(name: string, by: Actor): Promise<string>
  /** Uses a token up; undefined when it is wrong, used or too old. */
  signIn(token: string): Promise<{ cookie: string; session: Session } | undefined>
  findSession(cookie: string): Promise<Session | undefined>
  signOut(cookie: string): Promise<void>
  /** Makes a key known; safe to repeat. */
  addKey(kind: KeyKind, name: string, key: string): Promise<void>
  /** The key's name, or undefined when it is not a key of this kind. */
  findKey(kind: KeyKind, key: string): Promise<string | undefined>
}

const token = () => randomBytes(32).toString('base64url')
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u

export function createAccounts(store: Store, audit: Audit, clock: Clock): Accounts {
  const { database } = store
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

  async function findSession(cookie: string): Promise<Session | undefined> {
    const now = clock.now()
    const row = await database
      .selectFrom('sessions')
      .innerJoin('people', 'people.id', 'sessions.person_id')
      .select(['people.id', 'people.name', 'people.role', 'csrf_token', 'last_seen_at', 'expires_at'])
      .where('id_hash', '=', sha256(cookie))
      .executeTakeFirst()
    if (row === undefined || now >= Date.parse(row.expires_at)) return undefined
    const idle = now - Date.parse(row.last_seen_at)
    if (idle >= accountTimes.idle) return undefined
    // Once a minute is exact enough, and spares a write per request.
    if (idle >= 60_000) {
      await database
        .updateTable('sessions')
        .set({ last_seen_at: iso(now) })
        .where('id_hash', '=', sha256(cookie))
        .execute()
    }
    return { person: { id: row.id, name: row.name }, role: row.role, csrfToken: row.csrf_token }
  }

  return {
    async createSignInToken(name, by) {
      if (!namePattern.test(name)) {
        throw new GatewayError(
          'invalid_name',
          `"${name.slice(0, 64)}" cannot be a person's name: begin with a letter or digit, then letters, digits, blanks and . _ @ -, at most 64.`,
        )
      }
      const now = clock.now()
      const secret = token()
      await database.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto('people')
          .values({ id: newId('person'), name, role: name === ownerName ? 'owner' : 'approver', created_at: iso(now) })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .returning('id')
          .execute()
        const person = await transaction
          .selectFrom('people')
          .select('id')
          .where('name', '=', name)
          .executeTakeFirstOrThrow()
        await transaction
          .insertInto('sign_in_links')
          .values({
            token_hash: sha256(secret),
            person_id: person.id,
            created_at: iso(now),
            expires_at: iso(now + accountTimes.linkLasts),
            used_at: null,
          })
          .execute()
        const kind = added.length > 0 ? 'person-added' : 'sign-in-link-created'
        const summary =
          added.length > 0 ? `Added the person ${name}, with a sign-in link` : `Made a sign-in link for ${name}`
        await audit.appendIn(transaction, [{ kind, actor: by, summary, data: { person: name } }])
      })
      return secret
    },

    async signIn(secret) {
      const now = clock.now()
      const cookie = token()
      const csrfToken = token()
      const person = await database.transaction().execute(async (transaction) => {
        const used = await transaction
          .updateTable('sign_in_links')
          .set({ used_at: iso(now) })
          .where('token_hash', '=', sha256(secret))
          .where('used_at', 'is', null)
          .where('expires_at', '>', iso(now))
          .returning('person_id')
          .executeTakeFirst()
        if (used === undefined) return undefined
        const found = await transaction
          .selectFrom('people')
          .select(['id', 'name', 'role'])
          .where('id', '=', used.person_id)
          .executeTakeFirstOrThrow()
        await transaction
          .insertInto('sessions')
          .values({
            id_hash: sha256(cookie),
            person_id: found.id,
            csrf_token: csrfToken,
            created_at: iso(now),
            last_seen_at: iso(now),
            expires_at: iso(now + accountTimes.session),
          })
          .execute()
        const actor: Actor = { kind: 'person', id: found.id, name: found.name }
        await audit.appendIn(transaction, [
          { kind: 'person-signed-in', actor, door: 'http', summary: `${found.name} signed in` },
        ])
        return found
      })
      if (person === undefined) return undefined
      const { role, ...who } = person
      return { cookie, session: { person: who, role, csrfToken } }
    },

    findSession,

    async signOut(cookie) {
      await database.deleteFrom('sessions').where('id_hash', '=', sha256(cookie)).execute()
    },

    async addKey(kind, name, key) {
      await database
        .insertInto('client_keys')
        .values({ key_hash: sha256(key), kind, name, created_at: iso(clock.now()), revoked_at: null })
        .onConflict((conflict) => conflict.column('key_hash').doNothing())
        .execute()
    },

    async findKey(kind, key) {
      const row = await database
        .selectFrom('client_keys')
        .select('name')
        .where('key_hash', '=', sha256(key))
        .where('kind', '=', kind)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return row?.name
    },
  }
}
