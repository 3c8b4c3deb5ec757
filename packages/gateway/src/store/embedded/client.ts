/** The gateway's side of the embedded database: opens the folder, starts the thread, passes messages. */
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { StoreError } from '../error.ts'
import { lockFolder } from './lock.ts'
import { templatePath } from './template.ts'
import type { WorkerOptions } from './worker.ts'

export interface QueryAnswer {
  rows: Record<string, unknown>[]
  affectedRows?: number
}

/** A running embedded database. */
export interface EmbeddedDatabase {
  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer>
  /** Several statements at once, without parameters. */
  execute(sql: string): Promise<void>
  /** How often files were flushed so far: what durability is made of, and what a test can count. */
  flushes(): Promise<number>
  close(): Promise<void>
}

/**
 * How long the database may take to open. After a kill it first repeats what it had written ahead, on a machine that may
 * be busy: whoever gives up early calls a whole folder damaged.
 */
const openingMsMax = 300_000

let program: Promise<WebAssembly.Module> | undefined

/** PostgreSQL, compiled once for a process: what one thread has made fast is fast in those that come after it. */
function compiledProgram(): Promise<WebAssembly.Module> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  program ??= readFile(join(dirname(main), 'pglite.wasm')).then((bytes) => WebAssembly.compile(bytes))
  return program
}

class OpeningTooLong extends Error {}

/**
 * Opens (or makes) the database in `folder`, exclusively.
 * @throws StoreError `store_locked` when another process has it, `store_corrupted` when it does not open.
 */
export async function openEmbedded(folder: string, template = templatePath): Promise<EmbeddedDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(folder)
  const data = join(folder, 'pgdata')
  let workerData: WorkerOptions
  try {
    workerData = { folder: data, template, program: await compiledProgram() }
  } catch (error) {
    unlock()
    throw error
  }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, stderr: true, stdout: true })

  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let nextId = 1
  let gone: Error | undefined
  const ask = <Result>(id: number, request: object | null) =>
    new Promise<Result>((resolve, reject) => {
      if (gone) return reject(gone)
      pending.set(id, { resolve, reject })
      if (request) worker.postMessage({ id, ...request })
    })
  const loseAll = (error: Error) => {
    gone ??= error
    for (const { reject } of pending.values()) reject(gone)
    pending.clear()
  }
  worker.on('message', ({ id, result, error, code }) => {
    const waiting = pending.get(id)
    pending.delete(id)
    if (error === undefined) waiting?.resolve(result as never)
    else waiting?.reject(Object.assign(new Error(error), { code }))
  })
  worker.on('error', (error) => loseAll(error as Error))
  worker.on('exit', () => loseAll(new Error('the embedded database has stopped')))

  const opened = ask<void>(0, null)
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OpeningTooLong()), openingMsMax)
  })
  try {
    await Promise.race([opened, tooLong])
  } catch (error) {
    await worker.terminate()
    unlock()
    if (error instanceof OpeningTooLong) {
      throw new StoreError(
        'store_unreachable',
        `The database in ${data} did not open within ${openingMsMax / 60_000} minutes. Nothing was changed. ` +
          'Start it again when this machine is less busy; when that does not help, restore a backup of that folder.',
        error,
      )
    }
    // A full disk, a folder that may not be read: the system's own words, and nothing is damaged.
    if (/^E[A-Z]+$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new StoreError(
      'store_corrupted',
      `The database in ${data} does not open: its files are damaged or of another version. Nothing was changed. ` +
        `Restore a backup of that folder, or move it away to begin with an empty one.`,
      error,
    )
  } finally {
    clearTimeout(timer)
  }

  let closing: Promise<void> | undefined
  return {
    query: (sql, parameters) => ask<QueryAnswer>(nextId++, { sql, parameters }),
    execute: (sql) => ask<void>(nextId++, { sql }),
    flushes: () => ask<number>(nextId++, { flushes: true }),
    close() {
      closing ??= (async () => {
        await ask<void>(nextId++, { close: true }).catch(() => undefined)
        await worker.terminate()
        unlock()
      })()
      return closing
    },
  }
}
