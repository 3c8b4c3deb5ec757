/**
 * A loop over rows that writes down what it has done and goes on from there, `journal-loop.ts KIND` with its work as
 * JSON on stdin. Two ways that people use: a line in a file after each row, never flushed; and SQLite with a transaction
 * for each row, flushed. Rows are known by their number, as GNU parallel knows them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'

export interface JournalWork {
  readonly url: string
  readonly token: string
  readonly journal: string
  readonly rows: readonly { readonly path: string; readonly body: unknown }[]
}

export type JournalKind = 'jsonl' | 'sqlite'

interface RowJournal {
  readonly done: ReadonlySet<number>
  add(row: number): void
}

const open: Readonly<Record<JournalKind, (path: string) => RowJournal>> = {
  jsonl(path) {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
    return { done: new Set(lines.filter(Boolean).map(Number)), add: (row) => appendFileSync(path, `${row}\n`) }
  },
  sqlite(path) {
    const database = new DatabaseSync(path)
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
    database.exec('create table if not exists done (row integer primary key)')
    const insert = database.prepare('insert into done values (?)')
    const rows = database.prepare('select row from done').all() as { row: number }[]
    return { done: new Set(rows.map(({ row }) => row)), add: (row) => insert.run(row) }
  },
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const work = JSON.parse(await text(process.stdin)) as JournalWork
  const journal = open[process.argv[2] as JournalKind](work.journal)
  const beganMs = performance.now()
  for (const [row, { path, body }] of work.rows.entries()) {
    if (journal.done.has(row)) continue
    const response = await fetch(work.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${work.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await response.arrayBuffer()
    if (response.ok) journal.add(row)
  }
  process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - beganMs) / 1000 })}\n`)
}
