/**
 * An empty data folder, made once and copied: copying it takes a tenth of the time that making one takes.
 * It belongs to one version of PGlite, so its name carries that version and an upgrade never meets an old one.
 */
import { constants, readFileSync } from 'node:fs'
import { cp, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const gatewayPackage = new URL('../../../package.json', import.meta.url)
const { dependencies } = JSON.parse(readFileSync(gatewayPackage, 'utf8')) as { dependencies: Record<string, string> }

/** Made by `npm start` and `npm test` when it is missing; without it the first start is slower, nothing else. */
export const templatePath = new URL(
  `../../../dist/database-template-${dependencies['@electric-sql/pglite']}`,
  import.meta.url,
).pathname

/** Copies a data folder and flushes the copy; `to` appears whole or not at all. */
export async function copyDataFolder(from: string, to: string): Promise<void> {
  const draft = `${to}.new`
  await rm(draft, { recursive: true, force: true })
  await cp(from, draft, { recursive: true, mode: constants.COPYFILE_FICLONE })
  const entries = await readdir(draft, { recursive: true, withFileTypes: true })
  // PostgreSQL flushes what it writes, and takes what it finds for flushed.
  const paths = [draft, ...entries.map((entry) => join(entry.parentPath, entry.name))]
  await Promise.all(
    paths.map(async (path) => {
      const file = await open(path, 'r')
      await file.sync()
      await file.close()
    }),
  )
  await rename(draft, to)
}
