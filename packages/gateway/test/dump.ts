/** Everything that is in a database, by column, as text. */
import { sql } from 'kysely'
import { openStore, type StoreOptions } from '../src/store/index.ts'

/** `table.column` → all its values. No gateway may run on an embedded one. */
export async function dumpColumns(options: StoreOptions): Promise<Map<string, string>> {
  const columns = new Map<string, string>()
  const store = await openStore(options)
  try {
    const tables = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public'`.execute(store.database)
    for (const { name } of tables.rows) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(store.database)
      for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        columns.set(`${name}.${column}`, `${columns.get(`${name}.${column}`) ?? ''}\n${text}`)
      }
    }
  } finally {
    await store.close()
  }
  return columns
}
