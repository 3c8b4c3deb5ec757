/**
 * A fresh store for a test file, on the database that this run is about (KUNAI_TEST_STORE).
 * On PostgreSQL it is a database of its own, dropped afterwards; embedded, a folder of its own.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { StoreOptions } from '../src/store/index.ts'

export interface TestDatabase {
  readonly kind: 'pglite' | 'postgres'
  /** KUNAI_HOME of the test. */
  readonly folder: string
  readonly databaseUrl: string | undefined
  readonly storeOptions: StoreOptions
  remove(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'kunai-test-'))
  const server = process.env.KUNAI_TEST_DATABASE_URL
  if (process.env.KUNAI_TEST_STORE !== 'postgres') {
    return {
      kind: 'pglite',
      folder,
      databaseUrl: undefined,
      storeOptions: { folder: join(folder, 'data') },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  if (!server) throw new Error('KUNAI_TEST_STORE=postgres needs KUNAI_TEST_DATABASE_URL')
  const name = `kunai_test_${randomBytes(8).toString('hex')}`
  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await administer(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    kind: 'postgres',
    folder,
    databaseUrl: url.href,
    storeOptions: { url: url.href },
    async remove() {
      rmSync(folder, { recursive: true, force: true })
      await administer(`drop database ${name} with (force)`)
    },
  }
}
