/** The peer of a start: the same database engine and the same framework, and nothing else. `pglite.ts FOLDER` */
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { announce, endWithBenchmark } from './lifetime.ts'

interface Database {
  exec(sql: string): Promise<unknown>
  query(sql: string): Promise<{ rows: object[] }>
  close(): Promise<void>
}

/** The gateway's own copy: what we are compared with must be of the same version. */
const path = createRequire(new URL('../../packages/gateway/package.json', import.meta.url)).resolve(
  '@electric-sql/pglite',
)
const { PGlite } = (await import(path)) as { PGlite: new (folder?: string) => Database }

const database = new PGlite(process.argv[2])
await database.exec('create table if not exists calls (id int primary key)')
const app = new Hono().get('/healthz', async (context) => context.json((await database.query('select 1 as one')).rows))

endWithBenchmark()
process.on('SIGTERM', () => database.close().finally(() => process.exit()))
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => announce(server))
