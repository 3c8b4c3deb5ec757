/**
 * Where rows live: PGlite in a folder, or a PostgreSQL server. The same SQL on both.
 * Decides how to open, lock, migrate and tell living gateways from dead ones; knows nothing of what rows mean.
 */
import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type EmbeddedDatabase, openEmbedded } from './embedded/client.ts'
import { EmbeddedDialect } from './embedded/dialect.ts'
import { StoreError } from './error.ts'
import { queueByName } from './exclusively.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'

export { openEmbedded } from './embedded/client.ts'
export { copyDataFolder, templatePath } from './embedded/template.ts'
export { StoreError } from './error.ts'
export { type JobRow, type JobState, type JobStepRow, type StepState, stepStates } from './job-tables.ts'
export type {
  ApprovalRow,
  ApprovalState,
  AuditEventRow,
  AuthorizationRow,
  ConnectionRow,
  DispatchRow,
  PolicyChangeRow,
  Tables,
  WebhookEventRow,
  WebhookReceiverRow,
} from './tables.ts'

/** A connection or a transaction: what queries are made with. */
export type Database = Kysely<Tables>

export interface Store {
  readonly kind: 'embedded' | 'postgresql'
  readonly database: Database
  /** This process among all that share the store. */
  readonly instanceId: string
  /** Whether another instance still runs; a dead one's open dispatches are in doubt. */
  isInstanceAlive(instanceId: string): Promise<boolean>
  /** Runs `use` while nobody else runs under this name, here or in any process that shares the store. */
  exclusively<Value>(name: string, use: () => Promise<Value>): Promise<Value>
  /** Throws when the store does not answer. */
  check(): Promise<void>
  close(): Promise<void>
}

export type StoreOptions = { folder: string } | { url: string }

/** Opens the store and brings its schema up to date. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return 'url' in options ? openPostgres(options.url) : openFolder(options.folder)
}

async function openFolder(folder: string): Promise<Store> {
  const embedded = await openEmbedded(folder)
  const database = new Kysely<Tables>({ dialect: new EmbeddedDialect(embedded) })
  // Inside a transaction the connection is ours already, so the script goes straight to it.
  await migrateOrClose(database, async (_, script) => (embedded as EmbeddedDatabase).execute(script))
  const instanceId = randomUUID()
  return {
    kind: 'embedded',
    database,
    instanceId,
    // The folder is locked: whoever else wrote here is gone.
    isInstanceAlive: async (id) => id === instanceId,
    // For the same reason, whoever else could want to be in there is in this process.
    exclusively: queueByName(),
    check: async () => void (await sql`select 1`.execute(database)),
    close: () => database.destroy(),
  }
}

const int8 = 20
const timestamptz = 1184

async function openPostgres(url: string): Promise<Store> {
  const types = {
    getTypeParser(oid: number, format?: 'text' | 'binary') {
      if (oid === int8) return Number
      if (oid === timestamptz) return (text: string) => new Date(text).toISOString()
      return pg.types.getTypeParser(oid, format as 'text')
    },
  }
  const pool = new pg.Pool({ connectionString: url, types, max: 10, connectionTimeoutMillis: 5000 })
  // A server that goes away while a connection idles must not end the process; the next query says so.
  pool.on('error', () => undefined)
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

  // A living instance holds an advisory lock on its own connection; the server lets go when the process dies.
  const instanceId = randomUUID()
  const alive = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'kunai' })
  alive.on('error', () => undefined)
  try {
    await alive.connect()
    await alive.query('select pg_advisory_lock($1, hashtext($2))', [instanceLockClass, instanceId])
  } catch (error) {
    await database.destroy()
    throw new StoreError('store_unreachable', unreachable(url), error)
  }
  await migrateOrClose(
    database,
    async (transaction, script) => void (await sql.raw(script).execute(transaction)),
    () => alive.end(),
  )
  const inProcess = queueByName()
  return {
    kind: 'postgresql',
    database,
    instanceId,
    exclusively: (name, use) => inProcess(name, () => whileLocked(url, name, use)),
    async isInstanceAlive(id) {
      if (id === instanceId) return true
      const { rows } = await sql<{ held: boolean }>`
        select exists (select from pg_locks where locktype = 'advisory' and classid = ${instanceLockClass}
          and objid = hashtext(${id})::bigint & 4294967295 and granted) as held`.execute(database)
      return rows[0]?.held ?? true
    },
    check: async () => void (await sql`select 1`.execute(database)),
    async close() {
      await alive.end().catch(() => undefined)
      await database.destroy()
    },
  }
}

const instanceLockClass = 7401
const exclusiveLockClass = 7402
/** How long somebody waits to be let in, in milliseconds; whoever is in there talks to NinjaOne. */
const exclusiveWaitMax = 120_000

/**
 * On a connection of its own: the pool's are needed by those who are inside. The server lets go when this process or
 * its connection dies.
 */
async function whileLocked<Value>(url: string, name: string, use: () => Promise<Value>): Promise<Value> {
  const holder = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'kunai' })
  holder.on('error', () => undefined)
  await holder.connect()
  try {
    await holder.query(`set lock_timeout = ${exclusiveWaitMax}`)
    await holder.query('select pg_advisory_lock($1, hashtext($2))', [exclusiveLockClass, name])
    return await use()
  } finally {
    await holder.end().catch(() => undefined)
  }
}

/** Names the server without its password. */
function unreachable(url: string): string {
  let place = 'the given address'
  try {
    const { host, pathname } = new URL(url)
    place = `${host}${pathname}`
  } catch {
    // Not a URL at all: the sentence below says what one looks like.
  }
  return `The database at ${place} does not answer. Check KUNAI_DATABASE_URL (postgresql://user:password@host:5432/name) and that the server runs; unset it to use the embedded database.`
}

async function migrateOrClose(
  database: Database,
  executeScript: (connection: Database, script: string) => Promise<void>,
  alsoClose: () => Promise<void> = async () => undefined,
): Promise<void> {
  try {
    await migrate(database, executeScript)
  } catch (error) {
    await alsoClose()
    await database.destroy()
    throw error
  }
}
