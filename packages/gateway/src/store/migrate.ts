/** Numbered SQL files, applied once each, in one transaction, on either database. Never edited once released. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { StoreError } from './error.ts'
import type { Tables } from './tables.ts'

const folder = new URL('./migrations/', import.meta.url)

/** Any number will do; it must only differ from other applications' on the same server. */
const migrationLock = 7_400_001

interface Migration {
  number: number
  name: string
  text: string
  sha256: string
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { number: Number.parseInt(name, 10), name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Brings the schema up to date. Gateways that start together wait for one another.
 * @throws StoreError `store_newer` when the database knows a migration that this version does not.
 */
export async function migrate(
  database: Kysely<Tables>,
  executeScript: (connection: Kysely<Tables>, script: string) => Promise<void>,
): Promise<void> {
  const migrations = await readMigrations()
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction)
    await sql`create table if not exists migrations (
      number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`.execute(
      transaction,
    )
    const applied = await transaction.selectFrom('migrations').select(['number', 'name', 'sha256']).execute()
    for (const row of applied) {
      const known = migrations.find((migration) => migration.number === row.number)
      if (known?.sha256 !== row.sha256) {
        throw new StoreError(
          'store_newer',
          `The database was last used by another version of kunai (migration ${row.name}). Start that version, or a newer one.`,
        )
      }
    }
    for (const { number, name, text, sha256 } of migrations) {
      if (applied.some((row) => row.number === number)) continue
      await executeScript(transaction, text)
      await transaction.insertInto('migrations').values({ number, name, sha256 }).execute()
    }
  })
}
