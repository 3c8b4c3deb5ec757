/**
 * The embedded database, alone in its thread: a long scan stalls PGlite's thread, and the gateway's must not stall.
 * Speaks in messages: `{ id, sql, parameters }` → `{ id, rows, affectedRows }` or `{ id, error }`.
 */
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type PGliteInterface } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { copyDataFolder } from './template.ts'

/** What the worker is started with. */
export interface WorkerOptions {
  /** PostgreSQL's data folder; made when it is not there. */
  folder: string
  /** An empty data folder to begin with; where there is none, making one takes longer. */
  template: string
  /** PGlite's `pglite.wasm`. */
  program: WebAssembly.Module
}

/**
 * PGlite's NODEFS has no `fsync`, so PostgreSQL's flushes reach nobody and a power cut loses committed rows.
 * This one flushes for real.
 */
class DurableNodeFS extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]) {
    const result = await super.init(pg, options)
    result.emscriptenOpts.preRun?.push((module) => {
      const nodefs = (module as unknown as { NODEFS: EmscriptenNodeFs }).NODEFS
      nodefs.stream_ops.fsync = (stream) => {
        flushes++
        if (stream.nfd !== undefined) fdatasyncSync(stream.nfd)
        else {
          // A folder: has no descriptor of its own in NODEFS, and its entries must be flushed too.
          const descriptor = openSync(nodefs.realPath(stream.node), 'r')
          fsyncSync(descriptor)
          closeSync(descriptor)
        }
        return 0
      }
    })
    return result
  }
}

let flushes = 0

interface EmscriptenNodeFs {
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number }
  realPath(node: unknown): string
}

const int8 = 20
const timestamptz = 1184

/** `-F` switches flushing off in PostgreSQL itself; `fsync` is the one sync method that NODEFS can carry. */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=16MB',
]

interface Request {
  id: number
  sql?: string
  parameters?: unknown[]
  close?: true
  flushes?: true
}

async function open(options: WorkerOptions): Promise<PGliteInterface> {
  if (!existsSync(options.folder) && existsSync(options.template)) copyDataFolder(options.template, options.folder)
  const database = new PGlite({
    fs: new DurableNodeFS(options.folder),
    startParams,
    pgliteWasmModule: options.program,
    parsers: { [int8]: Number, [timestamptz]: (text: string) => new Date(text).toISOString() },
  })
  await database.waitReady
  return database
}

async function answer(database: PGliteInterface, request: Request): Promise<unknown> {
  if (request.close) return database.close()
  if (request.flushes) return flushes
  if (request.parameters === undefined) {
    await database.exec(request.sql ?? '')
    return
  }
  const { rows, affectedRows } = await database.query(request.sql ?? '', request.parameters)
  return { rows, affectedRows }
}

const port = parentPort
if (port) {
  const opened = open(workerData as WorkerOptions)
  opened.then(
    () => port.postMessage({ id: 0 }),
    (error: NodeJS.ErrnoException) => port.postMessage({ id: 0, error: error.message, code: error.code }),
  )
  port.on('message', async (request: Request) => {
    try {
      port.postMessage({ id: request.id, result: await answer(await opened, request) })
    } catch (error) {
      const { message, code } = error as Error & { code?: string }
      port.postMessage({ id: request.id, error: message, code })
    }
    if (request.close) port.close()
  })
}
