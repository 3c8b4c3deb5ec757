/** What the owner changes about connections. Each change, its audit event and its number are one transaction. */
import type { Clock } from '@kunai/api/clock'
import type { Transaction } from 'kysely'
import type { Audit } from '../audit/index.ts'
import { type Actor, GatewayError, sha256 } from '../call/index.ts'
import type { ConnectionRow, Store, Tables } from '../store/index.ts'
import { type Registry, secretPlace } from './registry.ts'
import { type Disconnected, revokeConsent } from './revoke.ts'
import type { Place, Sealer } from './sealer.ts'
import {
  type ConnectionInput,
  changedFields,
  checkName,
  isOtherTenant,
  type Settings,
  settingsFrom,
} from './settings.ts'
import type { Identity, Vendor } from './vendor.ts'

export interface ChangeParts<Client> {
  readonly store: Store
  readonly sealer: Sealer
  readonly vendor: Vendor<Client>
  readonly audit: Audit
  readonly clock: Clock
  readonly registry: Registry<Client>
  readonly newTenant: () => string
}

export interface Changes {
  add(name: string, input: ConnectionInput, by: Actor): Promise<void>
  update(name: string, input: ConnectionInput, by: Actor): Promise<void>
  rotateSecret(name: string, identity: Identity, clientSecret: string, by: Actor): Promise<void>
  setBashRunner(name: string, scriptId: number | null, by: Actor): Promise<void>
  makeDefault(name: string, by: Actor): Promise<void>
  /** Revokes the consent at NinjaOne, then forgets everything. */
  disconnect(name: string, by: Actor): Promise<Disconnected>
  /** Seals for the database, when that cannot mix keys. */
  seal(text: string, place: Place): Promise<string>
  findRow(name: string): Promise<ConnectionRow>
}

interface Change {
  readonly kind: string
  readonly connection: string
  readonly summary: string
  readonly data?: Record<string, unknown>
}

export function createChanges<Client>(parts: ChangeParts<Client>): Changes {
  const { store, sealer, vendor, audit, clock, registry } = parts
  const { database } = store
  const now = () => new Date(clock.now()).toISOString()

  async function change(
    by: Actor,
    entry: Change,
    work: (transaction: Transaction<Tables>, revision: number) => Promise<unknown>,
  ): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      const { revision } = await transaction
        .updateTable('connection_changes')
        .set((expression) => ({ revision: expression('revision', '+', 1) }))
        .where('id', '=', 1)
        .returning('revision')
        .executeTakeFirstOrThrow()
      await work(transaction, revision)
      await audit.appendIn(transaction, [{ ...entry, actor: by }])
    })
    await registry.refresh()
  }

  async function findRow(name: string): Promise<ConnectionRow> {
    const row = await database.selectFrom('connections').selectAll().where('name', '=', name).executeTakeFirst()
    if (row && !registry.isBuiltIn(name)) return row
    if (registry.connections.some((connection) => connection.name === name)) {
      throw new GatewayError(
        'not_stored',
        `The connection "${name}" comes with the environment this gateway was started in; change it there.`,
      )
    }
    throw new GatewayError('unknown_connection', `There is no connection "${name}".`)
  }

  function requireKnown(name: string): void {
    if (registry.connections.some((connection) => connection.name === name)) return
    throw new GatewayError('unknown_connection', `There is no connection "${name}".`)
  }

  /** Two keys in one database would leave each process unable to read what the other wrote. */
  async function seal(text: string, place: Place): Promise<string> {
    const rows = await database
      .selectFrom('connections')
      .leftJoin('connection_tokens', 'connection_tokens.tenant', 'connections.tenant')
      .select(['machine_client_secret', 'user_client_secret', 'sealed'])
      .execute()
    const sealed = rows.flatMap((row) => Object.values(row)).filter((one) => one !== null)
    if (!sealed.every((one) => sealer.knows(one))) {
      throw new GatewayError(
        'secrets_unreadable',
        `Secrets in this database were sealed with another key than those in the file keys/secrets of KUNAI_HOME. Put that key file back, or remove the connections whose secrets cannot be read.`,
      )
    }
    return sealer.seal(text, place, sealed.length === 0)
  }

  async function sealSecrets(name: string, input: ConnectionInput, before: ConnectionRow | undefined, other: boolean) {
    const one = async (identity: Identity): Promise<string | null> => {
      const application = input[identity]
      const column = before?.[`${identity}_client_secret`] ?? null
      if (application === undefined) {
        // A secret is for the address it was given for, and goes to no other.
        if (other && column !== null) throw secretWanted(identity)
        return column
      }
      if (application === null) return null
      if (application.clientSecret !== undefined) {
        return seal(application.clientSecret, secretPlace(name, identity))
      }
      if ('platform' in application && application.platform === 'native') return null
      if (column === null || other) throw secretWanted(identity)
      return column
    }
    return { machine_client_secret: await one('machine'), user_client_secret: await one('user') }
  }

  return {
    seal,
    findRow,

    async add(name, input, by) {
      checkName(name)
      if (registry.connections.some((connection) => connection.name === name)) throw nameTaken(name)
      const settings = settingsFrom(input, undefined, vendor as Vendor<never>)
      const secrets = await sealSecrets(name, input, undefined, false)
      const tenant = parts.newTenant()
      const entry: Change = {
        kind: 'connection-added',
        connection: name,
        summary: `Added the connection ${name} to ${new URL(settings.base_url).host}`,
        data: describe(settings),
      }
      await change(by, entry, async (transaction, revision) => {
        const values = { name, tenant, machine_scopes: null, created_at: now(), updated_at: now(), revision }
        const added = await transaction
          .insertInto('connections')
          .values({ ...settings, ...secrets, ...values })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .returning('name')
          .execute()
        if (added.length === 0) throw nameTaken(name)
        if (registry.connections.length === 0) {
          await transaction
            .updateTable('connection_changes')
            .set({ default_connection: name })
            .where('default_connection', 'is', null)
            .execute()
        }
      })
    },

    async update(name, input, by) {
      const before = await findRow(name)
      const settings = settingsFrom(input, before, vendor as Vendor<never>)
      const other = isOtherTenant(before, settings)
      const secrets = await sealSecrets(name, input, before, other)
      const fields = changedFields(before, settings)
      for (const identity of ['machine', 'user'] as const) {
        if (input[identity]?.clientSecret !== undefined) fields.push(`${identity}_client_secret`)
      }
      const summary = `Changed the connection ${name}: ${fields.join(', ') || 'nothing'}`
      await change(
        by,
        { kind: 'connection-updated', connection: name, summary, data: { fields } },
        async (t, revision) => {
          if (other) await t.deleteFrom('connection_tokens').where('tenant', '=', before.tenant).execute()
          await t.deleteFrom('connection_health').where('tenant', '=', before.tenant).execute()
          const tenant = other ? parts.newTenant() : before.tenant
          const { numUpdatedRows } = await t
            .updateTable('connections')
            .set({ ...settings, ...secrets, tenant, revision, updated_at: now() })
            .where('name', '=', name)
            .where('revision', '=', before.revision)
            .executeTakeFirst()
          if (numUpdatedRows === 0n) throw changedMeanwhile(name)
        },
      )
    },

    async rotateSecret(name, identity, clientSecret, by) {
      const row = await findRow(name)
      if (row[`${identity}_client_secret`] === null) {
        throw new GatewayError(
          'invalid_input',
          `The connection "${name}" has no ${identity} application with a secret.`,
        )
      }
      const sealed = await seal(clientSecret, secretPlace(name, identity))
      const summary = `Replaced the client secret of the ${identity} application of ${name}`
      const entry = { kind: 'connection-secret-rotated', connection: name, summary, data: { identity } }
      await change(by, entry, async (t, revision) => {
        await t
          .deleteFrom('connection_health')
          .where('tenant', '=', row.tenant)
          .where('identity', '=', identity)
          .execute()
        const { numUpdatedRows } = await t
          .updateTable('connections')
          .set({ [`${identity}_client_secret`]: sealed, revision, updated_at: now() })
          .where('name', '=', name)
          .where('revision', '=', row.revision)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) throw changedMeanwhile(name)
      })
    },

    async setBashRunner(name, scriptId, by) {
      requireKnown(name)
      const summary =
        scriptId === null
          ? `Took the bash runner script away from ${name}`
          : `Set the bash runner script of ${name} to ${scriptId}`
      const entry = { kind: 'connection-runner-set', connection: name, summary, data: { scriptId } }
      await change(by, entry, (t) =>
        t
          .insertInto('connection_options')
          .values({ connection: name, bash_runner_script_id: scriptId })
          .onConflict((conflict) => conflict.column('connection').doUpdateSet({ bash_runner_script_id: scriptId }))
          .execute(),
      )
    },

    async makeDefault(name, by) {
      requireKnown(name)
      const summary = `Made ${name} the default connection`
      await change(by, { kind: 'connection-made-default', connection: name, summary }, (t) =>
        t.updateTable('connection_changes').set({ default_connection: name }).where('id', '=', 1).execute(),
      )
    },

    async disconnect(name, by) {
      const row = await findRow(name)
      const { connections } = registry
      if (connections.length > 1 && connections.some((one) => one.name === name && one.isDefault)) {
        throw new GatewayError(
          'is_default',
          `"${name}" is the default connection. Make another one the default first, so that no call goes where nobody meant it to.`,
        )
      }
      const result = await revokeConsent(parts, row)
      const entry = {
        kind: 'connection-disconnected',
        connection: name,
        summary: `Disconnected ${name}. ${result.message}`,
        data: { revoked: result.revoked },
      }
      await change(by, entry, async (t) => {
        await t.deleteFrom('connection_health').where('tenant', '=', row.tenant).execute()
        await t.deleteFrom('connection_options').where('connection', '=', name).execute()
        await t.deleteFrom('connections').where('name', '=', name).execute()
        await t
          .updateTable('connection_changes')
          .set({ default_connection: null })
          .where('default_connection', '=', name)
          .execute()
      })
      return result
    },
  }
}

/** What an audit event says of a connection. Client ids are no secrets, but nobody needs them there: a hash tells them apart. */
function describe(settings: Settings): Record<string, unknown> {
  const shortHash = (id: string | null) => (id === null ? null : sha256(id).slice(0, 12))
  return {
    baseUrl: settings.base_url,
    machineApplication: shortHash(settings.machine_client_id),
    userApplication: shortHash(settings.user_client_id),
    userPlatform: settings.user_platform,
    scopes: settings.user_scopes,
  }
}

const nameTaken = (name: string) => new GatewayError('name_taken', `There is a connection "${name}" already.`)
const changedMeanwhile = (name: string) =>
  new GatewayError('changed_meanwhile', `Somebody else has changed "${name}" in the meantime. Look again, then decide.`)
const secretWanted = (identity: Identity) =>
  new GatewayError(
    'secret_needed',
    `Enter the client secret of the ${identity} application: it is stored for one application at one address, and is not passed on to another.`,
  )
