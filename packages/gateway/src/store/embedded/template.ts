/**
 * An empty data folder, made once and copied: copying it takes a tenth of the time that making one takes.
 * It belongs to one version of PGlite, so its name carries that version and an upgrade never meets an old one.
 */
import {
  closeSync,
  constants,
  cpSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'

const gatewayPackage = new URL('../../../package.json', import.meta.url)
const { dependencies } = JSON.parse(readFileSync(gatewayPackage, 'utf8')) as { dependencies: Record<string, string> }

/** Made by `npm start` and `npm test` when it is missing; without it the first start is slower, nothing else. */
export const templatePath = new URL(
  `../../../dist/database-template-${dependencies['@electric-sql/pglite']}`,
  import.meta.url,
).pathname

/**
 * Copies a data folder and flushes the copy; `to` appears whole or not at all. For the database's own thread: a thousand
 * small files are copied in a quarter of the processor time that the asynchronous functions take, and nobody waits for that
 * thread yet.
 */
export function copyDataFolder(from: string, to: string): void {
  const draft = `${to}.new`
  rmSync(draft, { recursive: true, force: true })
  cpSync(from, draft, { recursive: true, mode: constants.COPYFILE_FICLONE })
  // PostgreSQL flushes what it writes, and takes what it finds for flushed.
  for (const path of [
    draft,
    ...readdirSync(draft, { recursive: true, encoding: 'utf8' }).map((name) => join(draft, name)),
  ]) {
    const file = openSync(path, 'r')
    fsyncSync(file)
    closeSync(file)
  }
  renameSync(draft, to)
}
