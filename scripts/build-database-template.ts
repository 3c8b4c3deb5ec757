/** Makes an empty embedded database for faster first starts; does nothing when it is there already. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { copyDataFolder, openEmbedded, templatePath } from '../packages/gateway/src/store/index.ts'

if (!existsSync(templatePath)) {
  const folder = mkdtempSync(join(tmpdir(), 'kunai-template-'))
  await (await openEmbedded(folder)).close()
  mkdirSync(dirname(templatePath), { recursive: true })
  copyDataFolder(join(folder, 'pgdata'), templatePath)
  rmSync(folder, { recursive: true, force: true })
}
